import { parseHost } from './host.js'
import { nearestSpelling } from './nearest-spelling.js'
import { LIMITS } from './parameters.js'
import { COMMON_PORTS } from './services.js'
import { quote } from './show-value.js'

/** A host and a port. */
export interface Target {
  readonly host: string
  readonly port: number
}

export type ParsedTarget = { readonly target: Target } | { readonly problem: string }

/** Finds the port of a service name that the common-ports table lacks; `/etc/services` is asked through this. */
export type FindService = (name: string) => number | undefined

const noService: FindService = () => undefined

/**
 * Reads a target as a person writes it: `HOST:PORT`, `[IPV6]:PORT`, `HOST:SERVICE` or a URL
 * (`https://example.com`, `postgres://db.internal:5433/app`).
 */
export function parseTarget(text: string, findService: FindService = noService): ParsedTarget {
  if (text.includes('://')) return parseUrl(text, findService)
  const split = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(text)
  if (split?.[1] === undefined || split[2] === undefined) {
    if (parseHost(text).kind === 'address' && text.includes(':')) {
      return { problem: `${quote(text)} has no port; write [${text}]:443` }
    }
    return { problem: `${quote(text)} is not HOST:PORT, such as example.com:443 or [::1]:22` }
  }
  return parseHostAndPort(split[1], split[2], findService)
}

/** Reads a host and a port given apart, as in `check-tcp HOST PORT`. */
export function parseHostAndPort(
  host: string,
  port: string,
  findService: FindService = noService,
): ParsedTarget {
  const parsed = parseHost(host)
  if (parsed.kind === 'invalid')
    return { problem: `host ${quote(host)} cannot be used: ${parsed.problem}` }
  const number = parsePort(port, findService)
  if (typeof number !== 'number') return number
  return { target: { host: host.replace(/^\[(.*)\]$/, '$1'), port: number } }
}

function parsePort(text: string, findService: FindService): number | { problem: string } {
  if (/^\d+$/.test(text)) {
    const port = Number(text)
    if (port >= LIMITS.port.min && port <= LIMITS.port.max) return port
    return {
      problem: `port ${quote(text)} is out of range: an integer from ${LIMITS.port.min} to ${LIMITS.port.max}`,
    }
  }
  const name = text.toLowerCase()
  const port = Object.hasOwn(COMMON_PORTS, name) ? COMMON_PORTS[name] : findService(name)
  if (port !== undefined) return port
  const nearest = nearestSpelling(text, Object.keys(COMMON_PORTS))
  return {
    problem: `port ${quote(text)} is neither a number from 1 to 65535 nor a known service${nearest ? `; did you mean ${nearest}?` : ''}`,
  }
}

/** A URL as a message repeats it: without the name and password that it may carry. */
function quoteUrl(text: string): string {
  return quote(text.replace(/\/\/[^/?#]*@/, '//***@'))
}

function parseUrl(text: string, findService: FindService): ParsedTarget {
  const parts =
    /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:[/?#].*)?$/i.exec(
      text,
    )
  if (!parts?.[1] || !parts[2]) return { problem: `${quoteUrl(text)} is not a URL with a host` }
  const [, scheme, host, port] = parts
  // `tcp://` names no service, so such a URL must bring its port.
  if (port === undefined && scheme.toLowerCase() === 'tcp') {
    return { problem: `${quoteUrl(text)} has no port; write tcp://${host}:443` }
  }
  return parseHostAndPort(host, port ?? scheme, findService)
}
