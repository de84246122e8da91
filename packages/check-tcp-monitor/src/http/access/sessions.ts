import { randomBytes } from 'node:crypto'
import type { AccessToken } from '../../core/config/access.js'
import type { Clock } from '../../core/time/clock.js'
import { digest, isSame } from './digest.js'

/** How long somebody stays signed in, milliseconds. */
export const SESSION_MS = 12 * 3_600_000

/** More people than ever look at one monitor; beyond that, the one signed in longest has to sign in again. */
const MAX_SESSIONS = 1_000

interface Session {
  readonly csrf: string
  /** Of the token that it was opened with: the session ends when the config no longer has it. */
  readonly token: Buffer
  readonly endsAtMs: number
}

/** A session as its holder is known by it. */
interface OpenSession {
  readonly token: AccessToken
  readonly csrf: string
}

/** People who are signed in. They are in memory alone: a restart signs everybody out. */
export class Sessions {
  readonly #clock: Clock
  /** By the digest of their secret, oldest first. */
  readonly #byKey = new Map<string, Session>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @returns the secret that its holder brings from now on */
  open({ token }: AccessToken): { readonly secret: string; readonly csrf: string } {
    const secret = randomBytes(32).toString('base64url')
    const csrf = randomBytes(32).toString('base64url')
    const endsAtMs = this.#clock.monotonicMs() + SESSION_MS
    this.#byKey.set(keyOf(secret), { csrf, token: digest(token), endsAtMs })
    for (const key of this.#byKey.keys()) {
      if (this.#byKey.size <= MAX_SESSIONS) break
      this.#byKey.delete(key)
    }
    return { secret, csrf }
  }

  /** @param tokens those of the config now */
  find(secret: string, tokens: readonly AccessToken[]): OpenSession | undefined {
    const key = keyOf(secret)
    const session = this.#byKey.get(key)
    if (!session) return undefined
    const token = tokens.find((each) => digest(each.token).equals(session.token))
    if (token && this.#clock.monotonicMs() < session.endsAtMs) {
      return { token, csrf: session.csrf }
    }
    this.#byKey.delete(key)
    return undefined
  }

  close(secret: string): void {
    this.#byKey.delete(keyOf(secret))
  }
}

function keyOf(secret: string): string {
  return digest(secret).toString('base64url')
}

export function isCsrf(given: string | undefined, expected: string): boolean {
  return given !== undefined && isSame(given, expected)
}
