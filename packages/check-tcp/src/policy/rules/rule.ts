import { type AddressWords, addressWords, mapped } from '../../core/target/address-words.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import { type Prefix, parsePrefix } from '../../core/target/network.js'
import { ADDRESS_CLASSES } from '../networks/address-classes.js'
import { carriedIpv4 } from '../networks/carried-addresses.js'
import { HostPatterns } from './host-patterns.js'

/** What a rule asks for; all that is given must hold, and one of each list is enough. */
export interface RuleConditions {
  /** Addresses, CIDR blocks, or classes of addresses such as `private`. */
  readonly networks?: readonly string[]
  /**
   * Names as they were asked for or as a search domain completes them, `*.example.com` for all below one, `*` for every
   * name; no literal address matches.
   */
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
  /** The name that it was found by, where a search domain completed it: rules for hosts hold for both. */
  readonly fullName?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly caller?: string | undefined
}

/** What a rule does, and where. */
export function partsOf(rule: PolicyRule): {
  readonly action: 'allow' | 'deny'
  readonly conditions: RuleConditions
} {
  return 'allow' in rule
    ? { action: 'allow', conditions: rule.allow }
    : { action: 'deny', conditions: rule.deny }
}

/** Longer lists are told by their length: a message of a megabyte says nothing. */
const MAX_IN_WORDS = 8

/** Is the list of networks too long for the rule's words, so that the one that matched is to be told? */
export function isLong(values: readonly unknown[] | undefined): boolean {
  return values !== undefined && values.length > MAX_IN_WORDS
}

interface Separators {
  /** Of the values of one condition. */
  readonly values: string
  readonly conditions: string
}

/** `deny networks 10.0.0.0/8 ::1, ports 22` */
export function ruleInWords(rule: PolicyRule, { values, conditions }: Separators): string {
  const { action, conditions: given } = partsOf(rule)
  const words = Object.entries(given).map(([key, list]: [string, readonly unknown[]]) =>
    isLong(list) ? `${list.length.toLocaleString('en')} ${key}` : `${key} ${list.join(values)}`,
  )
  return words.length === 0 ? action : `${action} ${words.join(conditions)}`
}

/** The conditions of a rule beyond its networks, made ready for being asked many times. */
export type Matches = (port: number, subject: Subject) => boolean

/** @throws {RangeError} that names the condition which cannot be read */
export function compileConditions({ hosts, ports, tags, callers }: RuleConditions): Matches {
  const inPorts = ports?.map(readPorts)
  const isNamed = hosts && new HostPatterns(hosts)
  const wantedTags = tags && new Set(tags)
  const wantedCallers = callers && new Set(callers)
  return (port, { name, fullName, tags: own = [], caller }) =>
    (!inPorts || inPorts.some(([first, last]) => first <= port && port <= last)) &&
    (!isNamed || [name, fullName].some((one) => one !== undefined && isNamed.match(one))) &&
    (!wantedTags || own.some((tag) => wantedTags.has(tag))) &&
    (!wantedCallers || (caller !== undefined && wantedCallers.has(caller)))
}

/**
 * Where an address leads: to itself, and to the IPv4 addresses that it carries. It is denied where one of them is, and
 * allowed only where all are.
 */
export function placesOf(address: IpAddress): readonly AddressWords[] {
  const own = addressWords(address)
  return address.family === 4 ? [own] : [own, ...carriedIpv4(address, own).map(mapped)]
}

/** Every value of a condition by itself, as a file is read. @throws {RangeError} that says what is allowed */
export function checkCondition(key: keyof RuleConditions, value: string | number): void {
  if (key === 'networks') readNetwork(String(value))
  else compileConditions({ [key]: [value] })
}

/** @throws {RangeError} that says what is allowed */
export function readNetwork(text: string): readonly Prefix[] {
  const texts = Object.hasOwn(ADDRESS_CLASSES, text) ? (ADDRESS_CLASSES[text] ?? []) : [text]
  return texts.map((one) => {
    const network = parsePrefix(one)
    if (network) return network
    const classes = Object.keys(ADDRESS_CLASSES).join(', ')
    throw new RangeError(
      `network must be an address, a CIDR block such as 10.0.0.0/8, or one of ${classes}, got ${text}`,
    )
  })
}

const MAX_PORT = 65_535

function readPorts(port: number | string): readonly [first: number, last: number] {
  const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(port)) ?? []
  const range = [Number(first), Number(last)] as const
  if (range[0] >= 1 && range[0] <= range[1] && range[1] <= MAX_PORT) return range
  throw new RangeError(`port must be 1 to ${MAX_PORT} or a range such as 8000-8010, got ${port}`)
}
