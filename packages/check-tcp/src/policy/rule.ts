import type { IpAddress } from '../core/ip-address.js'
import { type Network, parseNetwork } from '../core/network.js'
import { ADDRESS_CLASSES } from './address-classes.js'
import { embeddedIpv4 } from './embedded-address.js'

/** What a rule asks for; all that is given must hold, and one of each list is enough. */
export interface RuleConditions {
  /** Addresses, CIDR blocks, or classes of addresses such as `private`. */
  readonly networks?: readonly string[]
  /** Names as they were asked for, `*.example.com` for all below one, `*` for every name; no literal address matches. */
  readonly hosts?: readonly string[]
  /** Numbers, or ranges such as `8000-8010`. */
  readonly ports?: readonly (number | string)[]
  readonly tags?: readonly string[]
  /** Who asks: the name of a service that passes checks on. */
  readonly callers?: readonly string[]
}

export type PolicyRule = { readonly allow: RuleConditions } | { readonly deny: RuleConditions }

/** What a check is about, beyond its address and port. */
export interface Subject {
  /** The name that was looked up, in ASCII; absent for a literal address. */
  readonly name: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly caller?: string | undefined
}

/** A rule made ready for being asked many times. */
export interface CompiledRule {
  readonly allows: boolean
  readonly matches: (address: IpAddress, port: number, subject: Subject) => boolean
}

/** @throws {RangeError} that names the condition which cannot be read */
export function compileRule(rule: PolicyRule): CompiledRule {
  const allows = 'allow' in rule
  const { networks, hosts, ports, tags, callers } = 'allow' in rule ? rule.allow : rule.deny
  const ranges = networks?.flatMap(readNetworks)
  const inPorts = ports?.map(readPorts)
  const isNamed = hosts?.map(readHost)
  return {
    allows,
    matches: (address, port, { name, tags: own = [], caller }) =>
      (!ranges || isIn(ranges, address, allows)) &&
      (!inPorts || inPorts.some(([first, last]) => first <= port && port <= last)) &&
      (!isNamed || (name !== undefined && isNamed.some((matches) => matches(name)))) &&
      (!tags || own.some((tag) => tags.includes(tag))) &&
      (!callers || (caller !== undefined && callers.includes(caller))),
  }
}

/**
 * An IPv6 address that carries an IPv4 one leads to two places: it is denied where either is, and allowed only where
 * both are.
 */
function isIn(ranges: readonly Network[], address: IpAddress, allows: boolean): boolean {
  const holds = (one: IpAddress) => ranges.some((range) => range.contains(one))
  const carried = embeddedIpv4(address)
  if (!carried) return holds(address)
  return allows ? holds(address) && holds(carried) : holds(address) || holds(carried)
}

function readNetworks(text: string): readonly Network[] {
  const texts = Object.hasOwn(ADDRESS_CLASSES, text) ? (ADDRESS_CLASSES[text] ?? []) : [text]
  return texts.map((one) => {
    const network = parseNetwork(one)
    if (network) return network
    const classes = Object.keys(ADDRESS_CLASSES).join(', ')
    throw new RangeError(
      `network must be an address, a CIDR block such as 10.0.0.0/8, or one of ${classes}, got ${text}`,
    )
  })
}

const MOST_PORT = 65_535

function readPorts(port: number | string): readonly [first: number, last: number] {
  const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(port)) ?? []
  const range = [Number(first), Number(last)] as const
  if (range[0] >= 1 && range[0] <= range[1] && range[1] <= MOST_PORT) return range
  throw new RangeError(`port must be 1 to ${MOST_PORT} or a range such as 8000-8010, got ${port}`)
}

function readHost(pattern: string): (name: string) => boolean {
  const wanted = pattern.toLowerCase().replace(/\.$/, '')
  if (!/^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/.test(wanted)) {
    throw new RangeError(`host must be a name in ASCII, *.example.com or *, got ${pattern}`)
  }
  const bare = (name: string) => name.toLowerCase().replace(/\.$/, '')
  if (wanted === '*') return () => true
  if (!wanted.startsWith('*.')) return (name) => bare(name) === wanted
  return (name) => bare(name).endsWith(wanted.slice(1))
}
