import { createHash, timingSafeEqual } from 'node:crypto'
import { HttpProblem } from '../problem/http-problem.js'

interface Access {
  /** The configured one. */
  readonly token: string | undefined
  /** Whether nobody but this machine's own users can have sent the request. */
  readonly isLocal: boolean
  /** Whether it changes anything. */
  readonly writes: boolean
}

/**
 * With a token in the config, it must be brought. Without one, this machine's own users may read, and nobody may
 * change anything.
 *
 * @param authorization the Authorization header (RFC 6750 section 2.1)
 * @throws {HttpProblem} `unauthorised`, `no_token_configured`
 */
export function authorise(
  authorization: string | undefined,
  { token, isLocal, writes }: Access,
): void {
  if (token === undefined) {
    if (isLocal && !writes) return
    throw new HttpProblem(
      'no_token_configured',
      isLocal
        ? 'set `token` of `http` in the config to let anything be changed'
        : 'set `token` of `http` in the config to be served beyond the machine itself',
    )
  }
  const given = /^Bearer +(\S.*?) *$/i.exec(authorization ?? '')?.[1]
  if (given !== undefined && isSame(given, token)) return
  const error = given === undefined ? '' : ', error="invalid_token"'
  throw new HttpProblem(
    'unauthorised',
    given === undefined ? 'send `Authorization: Bearer TOKEN`' : 'the token is not the right one',
    { headers: { 'WWW-Authenticate': `Bearer realm="check-tcp"${error}` } },
  )
}

/** Digests are of one length, so that the comparison tells neither how long the token is nor how much of it fits. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
