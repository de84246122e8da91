import type { Clock } from '../../core/clock.js'
import { type IpAddress, isLoopback, withoutZone } from '../../core/target/ip-address.js'
import { Recent } from './recent.js'
import { ownSightings, type Sighting, type Sightings } from './sightings.js'

/** What may be checked before somebody has to say why. */
interface ScanGuardOptions {
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

/** What is seen again and again is told to others no more often than this, which shortens the window by as much. */
const TOLD_EVERY_MS = 10_000
const MAX_TOLD = 100_000

/** What is new is told to others in any case, and what they told before it heard; this only spares system calls. */
const HEARD_EVERY_MS = 5

/**
 * Tells checking from scanning: many ports of one address, or very many addresses, in a short while, in one process or in
 * several together. An address is the same in every spelling and with every zone. What an `allow` rule names is not asked
 * about, and neither is this machine's loopback, where no packet leaves it.
 */
export class ScanGuard {
  /** Distinct ports of one address that nobody has to say anything about. */
  static readonly ports = PORTS

  readonly #clock: Clock
  readonly #options: Required<ScanGuardOptions>
  readonly #addresses: Recent<Recent<true>>
  readonly #sightings: Sightings
  /** What this process has told the others last. */
  readonly #told = new Map<string, number>()
  #heardMs = Number.NEGATIVE_INFINITY

  /** @param sightings those that are counted together. @default those of this guard */
  constructor(
    clock: Clock,
    { ports = PORTS, hosts = HOSTS, windowMinutes = WINDOW_MINUTES }: ScanGuardOptions = {},
    sightings: Sightings = ownSightings,
  ) {
    this.#clock = clock
    this.#sightings = sightings
    this.#options = { ports, hosts, windowMinutes }
    this.#addresses = new Recent(hosts, windowMinutes * MINUTE_MS)
  }

  /** Why this connection is one too many; `undefined` where it is not. */
  denyReason(address: IpAddress, port: number): string | undefined {
    if (isLoopback(address)) return undefined
    const nowMs = this.#clock.monotonicMs()
    this.#hear(nowMs)
    const own = { address: withoutZone(address.text), port, atMs: nowMs }
    return this.#hasRoomFor(own) && !this.#isTold(own) ? this.#tell(own) : this.#see(own)
  }

  close(): void {
    this.#sightings.close()
  }

  #hear(nowMs: number): void {
    if (nowMs - this.#heardMs < HEARD_EVERY_MS) return
    this.#heardMs = nowMs
    for (const sighting of this.#sightings.news(nowMs)) this.#see(sighting)
  }

  /** Lets others see it; one of them may have been faster. */
  #tell(own: Sighting): string | undefined {
    let denyReason: string | undefined
    for (const sighting of this.#sightings.add(own)) {
      const said = this.#see(sighting)
      if (sighting === own) denyReason = said
    }
    return denyReason
  }

  #isTold({ address, port, atMs }: Sighting): boolean {
    const key = `${address} ${port}`
    const toldMs = this.#told.get(key)
    if (toldMs !== undefined && atMs - toldMs < TOLD_EVERY_MS) return true
    if (this.#told.size >= MAX_TOLD) this.#told.clear()
    this.#told.set(key, atMs)
    return false
  }

  #hasRoomFor({ address, port, atMs }: Sighting): boolean {
    const ports = this.#addresses.find(address)
    if (!ports) return this.#addresses.hasRoom(atMs)
    return ports.find(String(port)) !== undefined || ports.hasRoom(atMs)
  }

  /** Counts it where there is room, and says why not where there is none. */
  #see({ address, port, atMs }: Sighting): string | undefined {
    const { ports: maxPorts, hosts, windowMinutes } = this.#options
    const ports = this.#addresses.see(
      address,
      atMs,
      () => new Recent(maxPorts, windowMinutes * MINUTE_MS),
    )
    if (!ports) return this.#inWords(`${hosts.toLocaleString('en')} addresses`)
    if (ports.see(String(port), atMs, () => true)) return undefined
    return this.#inWords(`${maxPorts.toLocaleString('en')} ports of ${address}`)
  }

  #inWords(what: string): string {
    const { windowMinutes } = this.#options
    return `scan guard: more than ${what} within ${windowMinutes} minutes need an allow rule or --i-am-authorized "why"`
  }
}
