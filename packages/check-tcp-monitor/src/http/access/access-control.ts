import { createHmac, randomBytes } from 'node:crypto'
import { type AccessToken, accessTokens } from '../../core/config/access.js'
import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { Clock } from '../../core/time/clock.js'
import { isForwarded } from '../guard/is-loopback.js'
import { HttpProblem } from '../problem/http-problem.js'
import type { Caller } from './caller.js'
import { isSame } from './digest.js'
import { GuessBrake } from './guess-brake.js'
import { isProxy, userOf } from './proxy-user.js'
import { sessionsIn } from './session-cookie.js'
import { Sessions } from './sessions.js'

export type HttpConfig = NonNullable<MonitorConfig['http']>

/** A request, as far as it says who asks. */
interface Asked {
  readonly headers: Headers
  /** The address that it came from. */
  readonly peer: string
}

/** Finds out who asks: by a session, a user that a proxy vouches for, a token, or being a user of this machine. */
export class AccessControl {
  readonly #sessions: Sessions
  readonly #brake: GuessBrake
  readonly #listensLocally: boolean
  /** What the CSRF tokens of a proxy's users are made of. */
  readonly #key = randomBytes(32)

  /** @param listensLocally whether it is served to this machine alone */
  constructor(clock: Clock, listensLocally: boolean) {
    this.#sessions = new Sessions(clock)
    this.#brake = new GuessBrake(clock)
    this.#listensLocally = listensLocally
  }

  /**
   * @returns undefined where nobody is known to ask
   * @throws {HttpProblem} `unauthorised` for a wrong token, `too_many` after too many, `forbidden` for a user without a role
   */
  identify(asked: Asked, http: HttpConfig): Caller | undefined {
    return this.#bySession(asked, http) ?? this.#byProxy(asked, http) ?? this.#byToken(asked, http)
  }

  /** Whether nobody but users of this machine can have sent a request, and no token is there for them to bring. */
  isOpenTo({ headers, peer }: Asked, http: HttpConfig): boolean {
    const { authProxy } = http
    if (accessTokens(http).length > 0 || !this.#listensLocally || isForwarded(headers)) return false
    return !authProxy || !(headers.has(authProxy.header) || isProxy(authProxy, peer))
  }

  /**
   * Opens a session.
   *
   * @throws {HttpProblem} `unauthorised`, `too_many`, `no_token_configured`
   */
  signIn(given: string, { peer }: Asked, http: HttpConfig): { caller: Caller; secret: string } {
    if (accessTokens(http).length === 0) {
      const detail = 'set `token` or `tokens` of `http` in the config to let anybody sign in'
      throw new HttpProblem('no_token_configured', detail)
    }
    const token = this.#tokenOf(given, peer, http)
    const { secret, csrf } = this.#sessions.open(token)
    const { name, role } = token
    return { caller: { name, role, way: 'session', from: peer, csrf }, secret }
  }

  signOut({ headers }: Asked): void {
    for (const secret of sessionsIn(headers)) this.#sessions.close(secret)
  }

  #bySession({ headers, peer }: Asked, http: HttpConfig): Caller | undefined {
    const tokens = accessTokens(http)
    for (const secret of sessionsIn(headers)) {
      const found = this.#sessions.find(secret, tokens)
      if (!found) continue
      const { name, role } = found.token
      return { name, role, way: 'session', from: peer, csrf: found.csrf }
    }
    return undefined
  }

  #byProxy({ headers, peer }: Asked, { authProxy }: HttpConfig): Caller | undefined {
    const given = authProxy && headers.get(authProxy.header)
    if (!given || !isProxy(authProxy, peer)) return undefined
    const user = userOf(authProxy, given)
    const csrf = createHmac('sha256', this.#key).update(user.name).digest('base64url')
    return { ...user, way: 'proxy', from: peer, csrf }
  }

  #byToken(asked: Asked, http: HttpConfig): Caller | undefined {
    const { headers, peer } = asked
    if (accessTokens(http).length === 0) {
      return this.isOpenTo(asked, http) ? { role: 'read', way: 'local', from: peer } : undefined
    }
    // RFC 6750 section 2.1.
    const given = /^Bearer +(\S.*?) *$/i.exec(headers.get('authorization') ?? '')?.[1]
    if (given === undefined) return undefined
    const { name, role } = this.#tokenOf(given, peer, http)
    return { name, role, way: 'token', from: peer }
  }

  #tokenOf(given: string, peer: string, http: HttpConfig): AccessToken {
    const waitMs = this.#brake.waitMs(peer)
    if (waitMs > 0) {
      throw new HttpProblem('too_many', 'too many wrong tokens came from this address', {
        headers: { 'Retry-After': `${Math.ceil(waitMs / 1_000)}` },
      })
    }
    // All are compared, so that the time tells nothing of which.
    const [token] = accessTokens(http).filter((each) => isSame(given, each.token))
    if (token) return token
    this.#brake.note(peer, given)
    throw new HttpProblem('unauthorised', 'the token is not the right one', {
      headers: { 'WWW-Authenticate': 'Bearer realm="check-tcp", error="invalid_token"' },
    })
  }
}
