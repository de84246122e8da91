import { isIPv6 } from 'node:net'
import { LIMITS } from '../parameters/parameters.js'
import { nearestSpelling } from '../text/nearest-spelling.js'
import { quote } from '../text/show-value.js'
import { parseHost } from './host.js'
import { COMMON_PORTS, UDP_SERVICES } from './services.js'

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
 * (`https://example.com`, `postgres://db.internal:5433/app`). A user before it, `/tcp` and a path behind it are left out.
 */
export function parseTarget(text: string, findService: FindService = noService): ParsedTarget {
  if (text.includes('://')) return parseUrl(text, findService)
  if (VARIABLE.test(text)) {
    return { problem: `${quote(text)} contains a variable that was not filled in` }
  }
  const split = /^(\[[^\]]*\]|[^:]*):([^:]*)$/.exec(withoutExtras(text))
  if (split?.[1] !== undefined && split[2] !== undefined && split[2] !== '') {
    return parseHostAndPort(split[1], split[2], findService)
  }
  const shown = quote(withoutPassword(text))
  const host = parseHost(text)
  if (host.kind === 'invalid' && isIPv6(text)) {
    return { problem: `${shown} has no port, as [::1]:22 has; ${host.problem}` }
  }
  if (startsWithHost(split?.[1] ?? text)) return { problem: `${shown} has no port` }
  return { problem: `${shown} is not HOST:PORT, such as example.com:443 or [::1]:22` }
}

/** What a shell, a template or a batch file would have replaced. */
const VARIABLE = /\$\w|\$\{|\{\{|%[A-Za-z_]+%/

/** A host, a block of addresses, or a host with a user or a path. */
function startsWithHost(text: string): boolean {
  const bare = text.replace(/^[^@/]*@/, '').replace(/[/?#].*$/, '')
  return bare !== '' && parseHost(bare).kind !== 'invalid'
}

/** `git@db.internal:22`, `db.internal:443/tcp` and `db.internal:443/path` say more than where to connect to. */
export function withoutExtras(text: string): string {
  const bare = text.replace(/^[^@/[\]\s]*@(?=[^@]*$)/, '').replace(/\/tcp(?=,|$)/gi, '')
  const path = /^((?:\[[^\]]*\]|[^:/]*):\d+)[/?#](.*)$/.exec(bare)
  return path?.[1] === undefined || NO_PATH.test(path[2] ?? '') ? bare : path[1]
}

/** Protocols, and what looks like the length of a prefix. */
const NO_PATH = /^(udp|udplite|sctp|dccp|\d{1,2})$/i

/** Reads a host and a port given apart, as in `check-tcp HOST PORT`. */
export function parseHostAndPort(
  host: string,
  port: string,
  findService: FindService = noService,
): ParsedTarget {
  const parsed = parseHost(host)
  if (parsed.kind === 'invalid')
    return { problem: `host ${quote(host)} cannot be used: ${parsed.problem}` }
  if (port === '') return { problem: `${quote(host)} has no port` }
  const number = parsePort(port.replace(/\/tcp$/i, ''), findService)
  if (typeof number !== 'number') return number
  return { target: { host: host.replace(/^\[(.*)\]$/, '$1'), port: number } }
}

function parsePort(text: string, findService: FindService): number | { problem: string } {
  if (/^-?\d+$/.test(text)) {
    const port = Number(text)
    if (port >= LIMITS.port.min && port <= LIMITS.port.max) return port
    return {
      problem: `port ${quote(text)} is out of range: an integer from ${LIMITS.port.min} to ${LIMITS.port.max}`,
    }
  }
  const name = text.toLowerCase()
  const port = Object.hasOwn(COMMON_PORTS, name) ? COMMON_PORTS[name] : findService(name)
  if (port !== undefined) return port
  const [, , protocol] = /^(.+)\/([a-z]+)$/i.exec(text) ?? []
  if (protocol !== undefined && NO_PATH.test(protocol)) {
    return { problem: `port ${quote(text)} is ${protocol.toUpperCase()}: ${TCP_ONLY}` }
  }
  if (UDP_SERVICES.has(name)) return { problem: `service ${quote(text)} speaks UDP: ${TCP_ONLY}` }
  const nearest = /[a-z]{2}/.test(name) ? nearestSpelling(name, Object.keys(COMMON_PORTS)) : ''
  return {
    problem: `port ${quote(text)} is neither a number from 1 to 65535 nor a known service${nearest ? `; did you mean ${nearest}?` : ''}`,
  }
}

const TCP_ONLY = 'check-tcp checks TCP only'

/** Schemes of what goes over no TCP connection. */
const OTHER_SCHEMES =
  /^(udp|udp4|udp6|udplite|sctp|dccp|dtls|quic|icmp|ping|unix|file|serial):\/\//i

function withoutPassword(text: string): string {
  const user = /^[^@/]*@/.exec(text)?.[0] ?? ''
  return user.includes(':') ? `***@${text.slice(user.length)}` : text
}

/** A URL as a message repeats it: without the name and password that it may carry. */
function quoteUrl(text: string): string {
  return quote(text.replace(/\/\/[^/?#]*@/, '//***@'))
}

function parseUrl(text: string, findService: FindService): ParsedTarget {
  if (OTHER_SCHEMES.test(text)) return { problem: `${quoteUrl(text)} is not TCP: ${TCP_ONLY}` }
  const parts =
    /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:[/?#].*)?$/i.exec(
      text,
    )
  if (!parts?.[1] || !parts[2]) return { problem: `${quoteUrl(text)} is not a URL with a host` }
  const [, scheme, host, port] = parts
  // `tcp://` names no service, so such a URL must bring its port.
  if (port === undefined && scheme.toLowerCase() === 'tcp') {
    return { problem: `${quoteUrl(text)} has no port` }
  }
  // RFC 6874: in a URL the zone of an address stands behind %25.
  return parseHostAndPort(host.replace(/^(\[.*)%25/, '$1%'), port ?? scheme, findService)
}
