import type { Draws } from './draws.js'

/** Faults that are the target's own: only these may ever end in a verdict of down. */
export const TARGET_FAULTS = ['refused', 'silent', 'switch'] as const

/** Faults of the prober's side, and things that happen to it. */
export const LOCAL_FAULTS = [
  'descriptors',
  'ports',
  'dns_silent',
  'dns_failing',
  'store_locked',
  'disk_full',
  'stall',
  'uplink_silent',
  'uplink_unreachable',
  'suspend',
  'clock_forward',
  'clock_back',
  'kill',
  'notifier_dead',
] as const

/** Neither: they end in degraded at most. */
export const SOFT_FAULTS = ['slow', 'flapping', 'lossy'] as const

export type FaultKind =
  | (typeof TARGET_FAULTS)[number]
  | (typeof LOCAL_FAULTS)[number]
  | (typeof SOFT_FAULTS)[number]

/** One fault: simulated monotonic milliseconds from the beginning. */
export interface Fault {
  readonly kind: FaultKind
  readonly from: number
  readonly until: number
  /** The index of the target, where the fault is one target's. */
  readonly target?: number
}

const MINUTE = 60_000

/** How long faults last, about. */
const LASTS = [5_000, 30_000, 3 * MINUTE, 10 * MINUTE, 40 * MINUTE, 180 * MINUTE]

/** Things that happen at one moment; their `until` is `from`. */
export const MOMENTS: ReadonlySet<FaultKind> = new Set([
  'stall',
  'suspend',
  'clock_forward',
  'clock_back',
  'kill',
])

/** Draws the faults of one run; the last tenth of the time is free of them, so that everything can heal. */
export function drawFaults(draws: Draws, durationMs: number, targets: number): Fault[] {
  const faults: Fault[] = []
  const end = durationMs * 0.9
  const kinds = [...TARGET_FAULTS, ...TARGET_FAULTS, ...SOFT_FAULTS, ...LOCAL_FAULTS]
  const count = draws.between(6, 24)
  for (let i = 0; i < count; i++) {
    const kind = draws.pick(kinds)
    const from = Math.floor(draws.next() * end)
    // While nothing is seen it is looked around every few seconds, so a long cut costs more than it shows.
    const longest = kind.startsWith('uplink') ? 40 : 180
    const lasts = Math.min(draws.pick(LASTS), longest * MINUTE)
    const until = MOMENTS.has(kind)
      ? from
      : Math.min(end, from + Math.floor(lasts * (0.5 + draws.next())))
    const single = kind === 'refused' || kind === 'silent' || SOFT_FAULTS.some((s) => s === kind)
    faults.push({ kind, from, until, ...(single ? { target: draws.between(0, targets - 1) } : {}) })
  }
  // Two cuts of the uplink within seconds of each other are more than the verdict claims to tell from an outage.
  return apart(faults.sort((a, b) => a.from - b.from))
}

function apart(faults: readonly Fault[]): Fault[] {
  let free = 0
  return faults.filter(({ kind, from, until }) => {
    if (!kind.startsWith('uplink')) return true
    if (from < free) return false
    free = until + 2 * MINUTE
    return true
  })
}
