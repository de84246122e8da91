/** Who leads, for people. */
export interface Leader {
  /** The hub, such as the name of its machine and its process. */
  readonly name: string
  /** Ascending with each hub that takes the lead. */
  readonly token: number
}

/**
 * The right to judge and to notify, which one of several hubs has at a time. It is over when it was not claimed again in time,
 * whether its holder knows or not: what a holder of the past still writes is refused by its token.
 *
 * Every method rejects with `StoreError` where the store cannot serve.
 */
export interface Leadership {
  /** For how long a claim holds, milliseconds. */
  readonly lastsMs: number
  /** Takes the lead where nobody has it, or keeps it. @returns its token; undefined while another hub has it */
  claim(): Promise<number | undefined>
  /** Lets another hub have it at once. */
  release(): Promise<void>
  /** @returns undefined where nobody leads now */
  leader(): Promise<Leader | undefined>
}
