import type { Clock } from '../core/clock.js'
import { type IpAddress, isLoopback } from '../core/ip-address.js'
import { Recent } from './recent.js'

/** What may be checked before somebody has to say why. */
export interface ScanGuardOptions {
  /** Distinct ports of one address. @default 100 */
  readonly ports?: number
  /** Distinct addresses. @default 10000 */
  readonly hosts?: number
  /** Minutes in which they count. @default 10 */
  readonly windowMinutes?: number
}

/** Nobody runs so many services on one machine that they watch; a scan of the well-known ports has 1,023. */
const PORTS = 100

/** More than twice the endpoints of a large monitor (5,000), and less than a sixth of an IPv4 /16. */
const HOSTS = 10_000

/** Longer than monitors wait between two checks, so that what is watched is counted once. */
const WINDOW_MINUTES = 10

const MINUTE_MS = 60_000

/**
 * Tells checking from scanning: many ports of one address, or very many addresses, in a short while. What an `allow` rule
 * names is not asked about, and neither is this machine's loopback, where no packet leaves it.
 */
export class ScanGuard {
  /** Distinct ports of one address that nobody has to say anything about. */
  static readonly ports = PORTS

  readonly #clock: Clock
  readonly #options: Required<ScanGuardOptions>
  readonly #addresses: Recent<Recent<true>>

  constructor(
    clock: Clock,
    { ports = PORTS, hosts = HOSTS, windowMinutes = WINDOW_MINUTES }: ScanGuardOptions = {},
  ) {
    this.#clock = clock
    this.#options = { ports, hosts, windowMinutes }
    this.#addresses = new Recent(hosts, windowMinutes * MINUTE_MS)
  }

  /** Why this connect is one too many; `undefined` where it is not. */
  objection(address: IpAddress, port: number): string | undefined {
    if (isLoopback(address)) return undefined
    const { ports: mostPorts, hosts, windowMinutes } = this.#options
    const nowMs = this.#clock.monotonicMs()
    const ports = this.#addresses.see(
      address.text,
      nowMs,
      () => new Recent(mostPorts, windowMinutes * MINUTE_MS),
    )
    if (!ports) return this.#inWords(`${hosts.toLocaleString('en')} addresses`)
    if (ports.see(String(port), nowMs, () => true)) return undefined
    return this.#inWords(`${mostPorts.toLocaleString('en')} ports of ${address.text}`)
  }

  #inWords(what: string): string {
    const { windowMinutes } = this.#options
    return `scan guard: more than ${what} within ${windowMinutes} minutes need an allow rule or --i-am-authorized "why"`
  }
}
