import type { Baseline, Baselines } from '../core/response-time/baseline.js'
import { countOf, type Histogram, merge } from '../core/response-time/histogram.js'
import type { Store } from '../core/store/store.js'
import type { Clock } from '../core/time/clock.js'
import { deriveBaseline, MIN_SAMPLES } from './derive-baseline.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS

/** Weeks that are looked back on, at the same hour of each, by UTC. */
const WEEKS = 4

/** Hours before and after that count as the same: what happens at ten often begins at five to. */
const AROUND_MS = HOUR_MS

/** Into an hour, until it is learned what is normal in it. */
const AFTER_MS = 1_000

/** Checks that are learned together, between which others get their turn. */
const SLICE = 20

interface LearnedBaselinesOptions {
  readonly store: Pick<Store, 'queries'>
  /** From where the checks are made: what is normal differs by location. */
  readonly location: string
  readonly clock: Clock
  /** The ids of the checks that there are now. */
  readonly checks: () => readonly string[]
  /** Since when a check looks at its target, wall milliseconds; what is older is of another target. */
  readonly targetSince: (checkId: string) => number
}

interface Learned {
  readonly baseline: Baseline
  readonly targetSince: number
}

/**
 * Learns from the history what response time is normal for a target at this hour of the week: from the same hour of the
 * last four weeks, or, while there is too little of that, from all of the last week.
 *
 * Samples with a lost SYN and of a stalled process are in no rollup's histogram, so they are in no baseline either.
 */
export class LearnedBaselines implements Baselines {
  readonly #options: LearnedBaselinesOptions
  readonly #learned = new Map<string, Learned>()
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(options: LearnedBaselinesOptions) {
    this.#options = options
  }

  of(checkId: string): Baseline | undefined {
    const learned = this.#learned.get(checkId)
    return learned?.targetSince === this.#options.targetSince(checkId)
      ? learned.baseline
      : undefined
  }

  /** Learns now, and again when the next hour begins. */
  start(): void {
    this.learn().finally(() => {
      if (this.#stopped) return
      const untilNext = HOUR_MS - (this.#options.clock.wallMs() % HOUR_MS) + AFTER_MS
      this.#cancel = this.#options.clock.setTimer(untilNext, () => this.start())
    })
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  /** Learns every check once. A check whose history cannot be read keeps what was known of it. */
  async learn(): Promise<void> {
    const ids = this.#options.checks()
    for (let start = 0; start < ids.length && !this.#stopped; start += SLICE) {
      await Promise.allSettled(ids.slice(start, start + SLICE).map((id) => this.#learnOne(id)))
    }
    const present = new Set(ids)
    for (const id of this.#learned.keys()) if (!present.has(id)) this.#learned.delete(id)
  }

  async #learnOne(id: string): Promise<void> {
    const now = this.#options.clock.wallMs()
    const hour = Math.floor(now / HOUR_MS) * HOUR_MS
    const targetSince = this.#options.targetSince(id)
    let histogram = await this.#histogram(id, targetSince, sameHours(hour))
    if (countOf(histogram) < MIN_SAMPLES) {
      const lastWeek = [{ from: hour - WEEK_MS, until: hour }]
      histogram = await this.#histogram(id, targetSince, lastWeek)
    }
    const baseline = deriveBaseline(histogram)
    if (baseline) this.#learned.set(id, { baseline, targetSince })
    else this.#learned.delete(id)
  }

  async #histogram(
    id: string,
    since: number,
    windows: readonly { readonly from: number; readonly until: number }[],
  ): Promise<Histogram> {
    const { store, location } = this.#options
    const histogram: Histogram = new Map()
    for (const { from, until } of windows) {
      if (until <= since) continue
      const window = { from: Math.max(from, since), until }
      const series = { checkId: id, location }
      for (const rollup of await store.queries.rollups(series, 'hour', window)) {
        merge(histogram, rollup.histogram)
      }
    }
    return histogram
  }
}

function sameHours(hour: number) {
  return Array.from({ length: WEEKS }, (_, index) => {
    const then = hour - (index + 1) * WEEK_MS
    return { from: then - AROUND_MS, until: then + HOUR_MS + AROUND_MS }
  })
}
