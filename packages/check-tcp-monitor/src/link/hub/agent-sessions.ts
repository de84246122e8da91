import { createHash } from 'node:crypto'
import type { AgentRecord } from '../../core/link/agent-directory.js'
import type { Clock } from '../../core/time/clock.js'
import { isSignedBy } from '../identity/agent-key.js'
import { type SessionClaim, sessionText } from '../identity/session-proof.js'

/** How long a session lasts, milliseconds. */
export const SESSION_MS = 600_000

/** How long a nonce can be used, milliseconds: more than a slow network takes for two requests. */
const NONCE_MS = 60_000

/** Nonces that are remembered at once; who asks for more pushes out the oldest, which costs its agent one more request. */
const MAX_NONCES = 10_000

interface Session {
  readonly agent: AgentRecord
  /** Monotonic milliseconds. */
  readonly until: number
}

/** 256 random bits, base64url; from `node:crypto` but in tests. */
export type RandomToken = () => string

/** Lets agents in by their keys. It forgets everything with the process: agents then ask for a session again. */
export class AgentSessions {
  readonly #clock: Clock
  readonly #randomToken: RandomToken
  readonly #nonces = new Map<string, number>()
  readonly #sessions = new Map<string, Session>()
  /** The digest of each agent's token. */
  readonly #byAgent = new Map<string, string>()

  constructor(clock: Clock, randomToken: RandomToken) {
    this.#clock = clock
    this.#randomToken = randomToken
  }

  /** A text that is to be signed, once. */
  nonce(): string {
    const now = this.#clock.monotonicMs()
    for (const [nonce, until] of this.#nonces) {
      if (until > now && this.#nonces.size < MAX_NONCES) break
      this.#nonces.delete(nonce)
    }
    const nonce = this.#randomToken()
    this.#nonces.set(nonce, now + NONCE_MS)
    return nonce
  }

  /**
   * Opens a session, and ends the one that the agent had.
   *
   * @returns the bearer token, or undefined where the claim is not proven: no caller learns why
   */
  open(agent: AgentRecord | undefined, claim: SessionClaim, signature: string): string | undefined {
    const now = this.#clock.monotonicMs()
    const until = this.#nonces.get(claim.nonce)
    this.#nonces.delete(claim.nonce)
    if (until === undefined || until <= now) return undefined
    if (!agent || agent.revokedAt !== undefined || agent.id !== claim.agentId) return undefined
    if (!isSignedBy(agent.publicKey, sessionText(claim), signature)) return undefined
    this.end(agent.id)
    const token = this.#randomToken()
    const digest = digestOf(token)
    this.#sessions.set(digest, { agent, until: now + SESSION_MS })
    this.#byAgent.set(agent.id, digest)
    return token
  }

  /** Whose token it is; undefined where it is nobody's, or its time is over. */
  agentOf(token: string): AgentRecord | undefined {
    const digest = digestOf(token)
    const session = this.#sessions.get(digest)
    if (!session) return undefined
    if (session.until > this.#clock.monotonicMs()) return session.agent
    this.end(session.agent.id)
    return undefined
  }

  /** Ends the agent's session at once, as when its key is revoked. */
  end(agentId: string): void {
    const digest = this.#byAgent.get(agentId)
    if (digest !== undefined) this.#sessions.delete(digest)
    this.#byAgent.delete(agentId)
  }
}

/** Found by a digest, so that how long a search takes tells nothing of a token. */
function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
