import { isIP } from 'node:net'
import type { Clock } from '../../core/clock.js'
import { parseHost } from '../../core/target/host.js'
import type { IpAddress } from '../../core/target/ip-address.js'
import type { Target } from '../../core/target/target.js'
import type { Policy } from '../policy.js'
import { ScanGuard } from './scan-guard.js'
import { continuing, ownSightings, type Sightings } from './sightings.js'

/** Enough to find every run that is too large; a rule that allows more of them allows them all. */
const MAX_LOOKED_AT = 2_000_000

interface ForeseeOptions {
  readonly clock: Clock
  readonly policy: Policy
  /** The addresses of names that were looked up; of others nothing can be foreseen. */
  readonly addresses?: ReadonlyMap<string, readonly IpAddress[]>
  /** What was checked before counts as well; nothing is added. @default nothing was */
  readonly sightings?: Sightings
}

/**
 * Finds out before the first packet whether the scan guard would deny some of many targets.
 *
 * @returns its words; `undefined` where it would not, as far as can be known
 */
export function foreseeScan(
  targets: Iterable<Target>,
  { clock, policy, addresses, sightings = ownSightings }: ForeseeOptions,
): string | undefined {
  const guard = new ScanGuard(clock, {}, continuing(sightings.news(clock.monotonicMs())))
  let lookedAt = 0
  for (const { host, port } of targets) {
    if (++lookedAt > MAX_LOOKED_AT) return undefined
    const read = parseHost(host)
    const name = read.kind === 'name' ? read.name : undefined
    const known = read.kind === 'address' ? [read.address] : (addresses?.get(host) ?? [])
    for (const address of known) {
      const decision = policy.decide(address, port, { name })
      if (!decision.allowed || decision.byRule) continue
      const denyReason = guard.denyReason(address, port)
      if (denyReason !== undefined) return denyReason
    }
  }
  return undefined
}

/** Nobody writes so many names with so many ports on a command line. */
const MAX_NAMED = 200_000

/** Names with so many ports that the guard may have something to say once their addresses are known. */
export function namesWithManyPorts(targets: Iterable<Target>): readonly string[] {
  const ports = new Map<string, number>()
  let lookedAt = 0
  for (const { host } of targets) {
    if (++lookedAt > MAX_NAMED) break
    if (isIP(host) === 0) ports.set(host, (ports.get(host) ?? 0) + 1)
  }
  return [...ports].flatMap(([host, count]) =>
    count > ScanGuard.ports && parseHost(host).kind === 'name' ? [host] : [],
  )
}
