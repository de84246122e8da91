import { isForwarded, isLoopback } from '../guard/is-loopback.js'
import { SESSION_MS } from './sessions.js'

/** RFC 6265. */
const NAME = 'check_tcp_session'

/** More of one name come from other ports or paths of a host; not all of them are worth a look. */
const MAX_LOOKED_AT = 5

/** The secrets of sessions that a request brings. */
export function sessionsIn(headers: Headers): readonly string[] {
  const cookies = (headers.get('cookie') ?? '').split(';').map((each) => each.trim())
  const values = cookies.flatMap((each) =>
    each.startsWith(`${NAME}=`) ? [each.slice(NAME.length + 1)] : [],
  )
  return values.filter((each) => each !== '').slice(0, MAX_LOOKED_AT)
}

/**
 * No script reads it, and no page of another site makes a browser send it. Beyond this machine it goes over TLS alone, which
 * a proxy ends.
 */
export function sessionCookie(secret: string, request: Request): string {
  const end = secret === '' ? 'Max-Age=0' : `Max-Age=${SESSION_MS / 1_000}`
  const secure = isOfThisMachine(request) ? '' : '; Secure'
  return `${NAME}=${secret}; ${end}; Path=/; HttpOnly; SameSite=Strict${secure}`
}

function isOfThisMachine({ headers, url }: Request): boolean {
  const host = (headers.get('host') ?? new URL(url).host)
    .replace(/:\d+$/, '')
    .replace(/^\[|\]$/g, '')
  return !isForwarded(headers) && (host.toLowerCase() === 'localhost' || isLoopback(host))
}
