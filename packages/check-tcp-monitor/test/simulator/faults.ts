import type { Draws } from './draws.js'

/** Faults that are the target's own: only these may ever end in a verdict of down. */
export const TARGET_FAULTS = ['refused', 'silent', 'switch', 'services', 'opened'] as const

/** Those that any target can have by itself. */
const OF_ONE_TARGET = ['refused', 'silent'] as const

/** Faults of the prober's side, and things that happen to it. */
const LOCAL_FAULTS = [
  'descriptors',
  'ports',
  'dns_silent',
  'dns_failing',
  'store_locked',
  'disk_full',
  'stall',
  'busy',
  'uplink_silent',
  'uplink_unreachable',
  'suspend',
  'clock_forward',
  'clock_back',
  'kill',
  'notifier_dead',
] as const

/** Neither: they end in degraded at most. */
const SOFT_FAULTS = ['slow', 'flapping', 'lossy'] as const

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
  'busy',
  'suspend',
  'clock_forward',
  'clock_back',
  'kill',
])

/** What a run has besides its ordinary targets, by index. */
interface Others {
  /** Ports that are to be closed. */
  readonly shut: readonly number[]
  /** A service of a machine that has several. */
  readonly machine: number | undefined
}

/** Draws the faults of one run; the last tenth of the time is free of them, so that everything can heal. */
export function drawFaults(
  draws: Draws,
  durationMs: number,
  targets: number,
  others: Others,
): Fault[] {
  const faults: Fault[] = []
  const end = durationMs * 0.9
  const ordinary = [...OF_ONE_TARGET, 'switch'] as const
  const local = LOCAL_FAULTS.filter((kind) => kind !== 'busy')
  const kinds = [...ordinary, ...ordinary, ...SOFT_FAULTS, ...local]
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
  for (const target of others.shut) faults.push(...drawOpenings(draws, end, target))
  if (others.machine !== undefined) faults.push(...drawStops(draws, end, others.machine))
  // Two cuts of the uplink within seconds of each other are more than the verdict claims to tell from an outage.
  return apart(faults.sort((a, b) => a.from - b.from))
}

/** A port that is open though it must not be, while the uplink is cut and mended. */
function drawOpenings(draws: Draws, end: number, target: number): Fault[] {
  const from = Math.floor(draws.next() * (end - 240 * MINUTE))
  const cut = from + draws.between(60, 120) * MINUTE
  const kind = draws.pick(['uplink_silent', 'uplink_unreachable'] as const)
  return [
    { kind: 'opened', from, until: from + 240 * MINUTE, target },
    { kind, from: cut, until: cut + draws.between(1, 40) * MINUTE },
  ]
}

/** All services of a machine are stopped while the prober's own is busy with other work. */
function drawStops(draws: Draws, end: number, target: number): Fault[] {
  const from = Math.floor(draws.next() * (end - 120 * MINUTE))
  const until = from + draws.between(60, 120) * MINUTE
  const busy: Fault[] = []
  for (let at = from - 5 * MINUTE; at < from + 40 * MINUTE; at += draws.between(200, 8_000))
    busy.push({ kind: 'busy', from: at, until: at })
  return [{ kind: 'services', from, until, target }, ...busy]
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
