/** An agent that was let in once: a machine with a key, at one location. */
export interface AgentRecord {
  readonly id: string
  readonly location: string
  /** Ed25519, base64url. */
  readonly publicKey: string
  /** Wall milliseconds. */
  readonly enrolledAt: number
  /** When its key was revoked; nothing of it is taken since. */
  readonly revokedAt?: number
}

/** A location may be joined once with this secret. */
export interface Enrolment {
  readonly location: string
  /** SHA-256 of the secret, base64url: whoever reads the database cannot join by it. */
  readonly secretHash: string
  /** Wall milliseconds, exclusive. */
  readonly until: number
}

/**
 * Who may report from where. One contract, one suite for every implementation.
 *
 * Every method rejects with `StoreError` where the store cannot serve.
 */
export interface AgentDirectory {
  agents(): Promise<readonly AgentRecord[]>
  /** @returns undefined where there is none of this id */
  agent(id: string): Promise<AgentRecord | undefined>
  /** Replaces what is waiting for the location. */
  invite(enrolment: Enrolment): Promise<void>
  /**
   * Takes the invitation, which nobody can take again, and keeps the agent. The agent of the location before is revoked.
   *
   * @returns undefined where no invitation of this hash is open at `now`
   */
  enrol(
    secretHash: string,
    agent: Pick<AgentRecord, 'id' | 'publicKey'>,
    now: number,
  ): Promise<AgentRecord | undefined>
  /** Forgets the agents of a location, revoked or not, and an open invitation. @returns whether there was anything */
  remove(location: string): Promise<boolean>
  /** Revokes the agent of a location, and takes an open invitation back. @returns undefined where there was neither */
  revoke(location: string, now: number): Promise<AgentRecord | 'invitation' | undefined>
}
