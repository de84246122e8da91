import type { MonitoredCheck } from '../../core/config/check.js'
import { longestCheckMs } from '../../core/config/longest-check.js'
import type { Clock } from '../../core/time/clock.js'
import { listed } from '../connectivity/location-words.js'
import type { Findings } from '../incidents/incident-tracker.js'
import type { LiveCheck } from '../judge/check-runtime.js'

/** Beyond two intervals and the check's own time; a check that comes later than that does not come. */
const SLACK_MS = 5_000

/** A tick that comes later than this says that the process stood still. */
const LATE_MS = 1_000

/**
 * A process that stood still has not been awake, and its checks are not overdue for that. Nobody knows how much of the
 * time before a late tick it was awake, so none of it counts.
 */
export class AwakeTime {
  readonly #clock: Clock
  readonly #tickMs: number
  #awakeMs = 0
  #tickedAt: number

  /** @param tickMs how often `tick` is called while awake */
  constructor(clock: Clock, tickMs: number) {
    this.#clock = clock
    this.#tickMs = tickMs
    this.#tickedAt = clock.monotonicMs()
  }

  /** Milliseconds for which the process has been awake. */
  get ms(): number {
    const since = this.#clock.monotonicMs() - this.#tickedAt
    return this.#awakeMs + (since > this.#tickMs + LATE_MS ? 0 : since)
  }

  tick(): void {
    this.#awakeMs = this.ms
    this.#tickedAt = this.#clock.monotonicMs()
  }
}

/**
 * Milliseconds for which an observation speaks for its target, where no other one comes: until the next one must be
 * there. Longer than that the monitor was off, or stood still.
 */
export function observationValidMs({ everyMs, parameters }: MonitoredCheck): number {
  return Math.round(everyMs + longestCheckMs(parameters) + SLACK_MS)
}

export function isOverdue({ check, seenMs }: LiveCheck, awakeMs: number): boolean {
  return awakeMs - seenMs > 2 * check.everyMs + longestCheckMs(check.parameters) + SLACK_MS
}

/** Awake for so long, a process has seen what there is to see. */
const SETTLED_MS = 60_000

/** Until checks that seem to be overdue are looked at again. */
const LOOK_AGAIN_MS = 5_000

export interface OverdueWatchOptions {
  readonly clock: Clock
  readonly awake: AwakeTime
  readonly lives: ReadonlyMap<string, LiveCheck>
  /** Opens the incident of the monitor, or says what it is now; ends it where there are no findings. */
  readonly report: (findings: Findings | undefined) => void
}

/** Tells of checks that do not come. */
export class OverdueWatch {
  readonly #options: OverdueWatchOptions
  #count = 0
  #told = false
  #cancel: (() => void) | undefined

  constructor(options: OverdueWatchOptions) {
    this.#options = options
  }

  /** How many there were at the last look. */
  get count(): number {
    return this.#count
  }

  /** To be called now and then. */
  look(): void {
    const overdue = this.#overdue()
    if (overdue.length === 0) this.#end()
    else if (this.#told) this.#tell(overdue)
    else {
      // Those that have just woken up with the process come at once: what is over by then is not told.
      this.#cancel?.()
      this.#cancel = this.#options.clock.setTimer(LOOK_AGAIN_MS, () => {
        const still = this.#overdue()
        if (still.length > 0) this.#tell(still)
      })
    }
  }

  stop(): void {
    this.#cancel?.()
  }

  #overdue(): readonly LiveCheck[] {
    const { awake, lives } = this.#options
    const overdue = [...lives.values()].filter((live) => isOverdue(live, awake.ms))
    this.#count = overdue.length
    return overdue
  }

  #tell(overdue: readonly LiveCheck[]): void {
    this.#told = true
    const names = listed(overdue.map(({ check }) => check.id))
    const error =
      overdue.length === 1
        ? `The check ${names} is overdue, so nothing is known about its target`
        : `${overdue.length} checks are overdue, so nothing is known about their targets: ${names}`
    this.#options.report({ verdict: 'unknown', severity: 'warning', error })
  }

  #end(): void {
    // What the process before this one said is taken back only once there was time for every check.
    if (this.#told || this.#options.awake.ms > SETTLED_MS) this.#options.report(undefined)
    this.#told = false
  }
}
