import { quote } from 'check-tcp/words'
import { includesRole, type Role } from '../../core/config/access.js'
import type { Caller } from '../access/caller.js'
import { isCsrf } from '../access/sessions.js'
import { HttpProblem } from '../problem/http-problem.js'

export const CSRF_HEADER = 'X-CSRF-Token'

interface Wanted {
  readonly role: Role
  /** Whether it changes anything. */
  readonly writes: boolean
  /** The header of that name. */
  readonly csrf: string | undefined
}

/**
 * Lets a caller do what takes a role. Who is known by what a browser sends by itself must also send what no page of another
 * origin can know.
 *
 * @throws {HttpProblem} `no_token_configured`, `forbidden`, `csrf`
 */
export function authorise({ name = '', role, way, csrf }: Caller, wanted: Wanted): void {
  if (way === 'local' && wanted.role !== 'read') {
    const detail = 'set `token` or `tokens` of `http` in the config to let anything be changed'
    throw new HttpProblem('no_token_configured', detail)
  }
  if (!includesRole(role, wanted.role)) {
    const detail = `this takes the role ${wanted.role}, and ${quote(name)} has the role ${role}`
    throw new HttpProblem('forbidden', detail)
  }
  if (wanted.writes && csrf !== undefined && !isCsrf(wanted.csrf, csrf)) {
    const detail = `send the \`csrf\` of GET /api/v1/session as ${CSRF_HEADER}`
    throw new HttpProblem('csrf', detail)
  }
}

/** Nobody is known to ask. @param areTokens whether there is anything to sign in with */
export function notSignedIn(areTokens: boolean, isProxied: boolean): HttpProblem {
  if (areTokens || isProxied) {
    const detail = areTokens
      ? 'send `Authorization: Bearer TOKEN`'
      : 'ask through the proxy that signs people in'
    return new HttpProblem('unauthorised', detail, {
      headers: { 'WWW-Authenticate': 'Bearer realm="check-tcp"' },
    })
  }
  const detail =
    'set `token` or `tokens` of `http` in the config to be served beyond the machine itself'
  return new HttpProblem('no_token_configured', detail)
}
