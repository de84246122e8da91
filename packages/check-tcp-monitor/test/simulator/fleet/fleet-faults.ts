import type { Draws } from '../draws.js'
import type { Fault } from '../faults.js'

/** Seen from everywhere: the target's own. */
const OF_TARGETS = ['refused', 'silent'] as const

/** Seen from one location. `path`: packets to one target vanish on the way. */
const OF_LOCATIONS = ['path', 'uplink', 'names', 'agent_kill', 'agent_pause'] as const

/**
 * Between an agent and the hub. `link_cut`: nothing passes. `link_mute`: the hub hears nothing. `link_deaf`: the hub hears, and
 * its answers are lost. `link_slow`: everything takes long. `link_repeat`: requests arrive again, also after later ones.
 */
const OF_LINKS = ['link_cut', 'link_mute', 'link_deaf', 'link_slow', 'link_repeat'] as const

/** Of the hub's own process and disk. */
const OF_HUB = ['hub_kill', 'hub_pause', 'hub_disk_full'] as const

/** Of whoever is notified. */
const OF_RECEIVERS = ['notifier_dead'] as const

export type FleetFaultKind = (
  | typeof OF_TARGETS
  | typeof OF_LOCATIONS
  | typeof OF_LINKS
  | typeof OF_HUB
  | typeof OF_RECEIVERS
)[number]

/** One fault: simulated monotonic milliseconds from the beginning. */
export interface FleetFault {
  readonly kind: FleetFaultKind
  readonly from: number
  readonly until: number
  /** Which location, where it is one's. */
  readonly location?: number
  /** Which target, where it is one's. */
  readonly target?: number
}

const MINUTE = 60_000

/** How long faults last, about. */
const LASTS = [5_000, 30_000, 3 * MINUTE, 10 * MINUTE, 40 * MINUTE]

/** A paused process answers nobody, but what waited for it is still taken afterwards. */
export const LONGEST_PAUSE = MINUTE

/** Which things happen at one moment. */
export const MOMENTS: ReadonlySet<FleetFaultKind> = new Set(['agent_kill', 'hub_kill'])

interface Size {
  readonly durationMs: number
  readonly locations: number
  readonly targets: number
}

/** Draws the faults of one run; the last fifth of the time is free of them, so that everything can heal. */
export function drawFleetFaults(draws: Draws, { durationMs, locations, targets }: Size) {
  const end = durationMs * 0.8
  const kinds = [
    ...OF_TARGETS,
    ...OF_TARGETS,
    ...OF_LOCATIONS,
    ...OF_LINKS,
    ...OF_HUB,
    ...OF_RECEIVERS,
  ]
  const faults = Array.from({ length: draws.between(4, 16) }, (): FleetFault => {
    const kind = draws.pick(kinds)
    const from = Math.floor(draws.next() * end)
    const longest = kind.endsWith('_pause') ? LONGEST_PAUSE : durationMs
    const lasts = Math.min(draws.pick(LASTS) * (0.5 + draws.next()), longest)
    const until = MOMENTS.has(kind) ? from : Math.min(end, from + Math.floor(lasts))
    const location = draws.between(0, locations - 1)
    const target = draws.between(0, targets - 1)
    return {
      ...{ kind, from, until },
      ...(isOf(OF_LOCATIONS, kind) || isOf(OF_LINKS, kind) ? { location } : {}),
      ...(isOf(OF_TARGETS, kind) || kind === 'path' ? { target } : {}),
    }
  })
  return faults.sort((a, b) => a.from - b.from)
}

/** What the world of one location has of a fault; undefined where it is none of the network. */
export function faultSeenFrom(location: number, fault: FleetFault): Fault | undefined {
  if (fault.location !== undefined && fault.location !== location) return undefined
  const { from, until, target } = fault
  const own = { from, until, ...(target !== undefined && { target }) }
  switch (fault.kind) {
    case 'refused':
    case 'silent':
      return { kind: fault.kind, ...own }
    case 'path':
      return { kind: 'silent', ...own }
    case 'uplink':
      return { kind: 'uplink_silent', from, until }
    case 'names':
      return { kind: 'dns_silent', from, until }
    default:
      return undefined
  }
}

function isOf(kinds: readonly FleetFaultKind[], kind: FleetFaultKind): boolean {
  return kinds.includes(kind)
}
