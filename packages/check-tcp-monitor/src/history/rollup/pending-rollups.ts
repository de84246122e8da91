import { LEVEL_MS, startOf } from '../../core/level.js'
import type { Observation } from '../../core/wire/observation.js'
import { addObservation, emptyTally, type Tally } from './tally.js'

/** All before it is in the rollups: earlier minutes, and of this minute the series with lower numbers. */
export interface Watermark {
  readonly minute: number
  readonly series: number
}

export interface PendingTally {
  readonly minute: number
  readonly series: number
  readonly tally: Tally
}

/** Some minutes of some series that are over, and where the watermark is once they are in the rollups. */
export interface RollupStep {
  readonly tallies: readonly PendingTally[]
  readonly watermark: Watermark
}

export function isBefore({ minute, series }: Watermark, start: number, of: number): boolean {
  return start < minute || (start === minute && of < series)
}

/**
 * Adds up the minutes that are not in the rollups yet. In memory alone: the results themselves are in the database, and
 * after a crash the same sums are made from those behind the watermark.
 */
export class PendingRollups {
  readonly #minutes = new Map<number, Map<number, Tally>>()
  #watermark: Watermark

  constructor(watermark: Watermark) {
    this.#watermark = watermark
  }

  get watermark(): Watermark {
    return this.#watermark
  }

  add(series: number, observation: Observation): void {
    const minute = startOf('minute', observation.at)
    const tallies = this.#minutes.get(minute) ?? new Map<number, Tally>()
    this.#minutes.set(minute, tallies)
    const tally = tallies.get(series) ?? emptyTally()
    tallies.set(series, tally)
    addObservation(tally, observation)
  }

  /** The next step, with at most `limit` tallies of minutes before `bound`; `done` is to be told when it is committed. */
  step(bound: number, limit: number): RollupStep | undefined {
    const minutes = [...this.#minutes.keys()].filter((minute) => minute < bound)
    const tallies: PendingTally[] = []
    let watermark = this.#watermark
    for (const minute of minutes.sort((a, b) => a - b)) {
      const ofMinute = [...(this.#minutes.get(minute) ?? [])].sort(([a], [b]) => a - b)
      for (const [series, tally] of ofMinute) {
        if (tallies.length === limit) return { tallies, watermark }
        tallies.push({ minute, series, tally })
        watermark = { minute, series: series + 1 }
      }
      watermark = { minute: minute + LEVEL_MS.minute, series: 0 }
    }
    return tallies.length === 0 ? undefined : { tallies, watermark }
  }

  done({ tallies, watermark }: RollupStep): void {
    for (const { minute, series } of tallies) {
      const ofMinute = this.#minutes.get(minute)
      ofMinute?.delete(series)
      if (ofMinute?.size === 0) this.#minutes.delete(minute)
    }
    this.#watermark = watermark
  }
}
