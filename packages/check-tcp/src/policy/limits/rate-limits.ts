import { type IpAddress, withoutZone } from '../../core/target/ip-address.js'
import { ipv6Bytes } from '../../core/target/ipv6-bytes.js'
import { showValue } from '../../core/text/show-value.js'
import { bareName } from '../rules/host-patterns.js'

/** How many connects may begin in a second; each limit that is absent limits nothing. */
export interface RateLimits {
  /** Of everything together. */
  readonly rate?: number | undefined
  /** With one host and port. */
  readonly perTarget?: number | undefined
  /** With one host, whichever the port. */
  readonly perHost?: number | undefined
  /** With the addresses of one network: an IPv4 /24, an IPv6 /48 (what one site is given, RFC 6177). */
  readonly perNetwork?: number | undefined
}

/** One limit as one connect meets it: who shares it, and how far apart their connects begin. */
export interface Pace {
  readonly key: string
  readonly intervalMs: number
}

/** Who has laid limits down: for everybody, for some alone, or for one run. Each is counted by itself. */
const WHOSE = ['everybody', 'own', 'asked'] as const

export type Whose = (typeof WHOSE)[number]

/** The key of the pace that every connect keeps. */
export const EVERYTHING = 'everything'

const EVERYTHINGS: ReadonlySet<string> = new Set(WHOSE.map((whose) => keyOf(whose, EVERYTHING)))

/** Is it the key of a pace that every connect keeps? */
export function isOfEverything(key: string): boolean {
  return EVERYTHINGS.has(key)
}

/** One connect in about eleven days; slower is as good as a denial, which a rule says better. */
const MIN_RATE = 1e-6

/** @throws {RangeError} that names the limit and what is allowed */
export function checkRateLimits(limits: RateLimits): void {
  for (const [key, value] of Object.entries(limits)) {
    if (value === undefined || isRate(value)) continue
    throw new RangeError(`\`${key}\` must be ${RATE_IN_WORDS}, got ${showValue(value)}`)
  }
}

export const RATE_IN_WORDS = 'a number of connections per second above 0'

export function isRate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= MIN_RATE
}

/** The paces that a connect keeps, from the narrowest to the one of everything. */
export function pacesOf(
  { rate, perTarget, perHost, perNetwork }: RateLimits,
  { host, port, address }: { host: string; port: number; address: IpAddress },
  whose: Whose = 'everybody',
): readonly Pace[] {
  const paces: Pace[] = []
  const add = (key: string, perSecond: number | undefined) => {
    if (perSecond !== undefined)
      paces.push({ key: keyOf(whose, key), intervalMs: 1_000 / perSecond })
  }
  // A host by another name of it, or by its address, is the same host.
  const hosts = new Set([bareHost(host), withoutZone(address.text)])
  for (const one of hosts) add(`target ${one} ${port}`, perTarget)
  for (const one of hosts) add(`host ${one}`, perHost)
  if (perNetwork !== undefined) add(`network ${networkOf(address)}`, perNetwork)
  add(EVERYTHING, rate)
  return paces
}

function keyOf(whose: Whose, key: string): string {
  return whose === 'everybody' ? key : `${whose} ${key}`
}

/** Without the dot at its end that says that a name is complete, and without a zone. */
export function bareHost(host: string): string {
  return bareName(withoutZone(host))
}

/** Both limits hold. */
export function stricter(one: RateLimits, other: RateLimits): RateLimits {
  const least = (key: keyof RateLimits) => {
    const values = [one[key], other[key]].filter((value) => value !== undefined)
    return values.length === 0 ? undefined : Math.min(...values)
  }
  return {
    rate: least('rate'),
    perTarget: least('perTarget'),
    perHost: least('perHost'),
    perNetwork: least('perNetwork'),
  }
}

export function isLimited(limits: RateLimits): boolean {
  return Object.values(limits).some((value) => value !== undefined)
}

function networkOf({ family, text }: IpAddress): string {
  if (family === 4) return text.replace(/\d+$/, '0/24')
  return `${Buffer.from(ipv6Bytes(text).subarray(0, 6)).toString('hex')}/48`
}
