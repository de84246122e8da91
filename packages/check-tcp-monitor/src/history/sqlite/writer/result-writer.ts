import { LEVEL_MS, startOf } from '../../../core/level.js'
import { type ObservedTime, observedOnce } from '../../../core/time/observed-time.js'
import type { Observation } from '../../../core/wire/observation.js'
import {
  isBefore,
  PendingRollups,
  type RollupStep,
  type Watermark,
} from '../../rollup/pending-rollups.js'
import {
  addObservation,
  addObserved,
  addTally,
  emptyTally,
  type Tally,
} from '../../rollup/tally.js'
import type { Database } from '../database/open-database.js'
import { ClockRuns } from '../tables/clock-runs.js'
import { ResultsTable } from '../tables/results-table.js'
import { RollupsTable } from '../tables/rollups-table.js'
import { SeriesTable } from '../tables/series.js'
import { Watermarks } from '../tables/watermarks.js'

/** Results come in the order in which checks end, which is nearly that of their times. */
const LATENESS_MS = 5_000

/**
 * Tallies that go into the rollups beside a commit, beyond as many as it has results: there are never more tallies than
 * results, so that what has gathered gets less with each commit.
 */
const MORE_TALLIES = 50

/** What is to be done in memory once the transaction is through. */
interface AfterCommit {
  readonly step: RollupStep | undefined
  readonly fresh: readonly (readonly [series: number, observation: Observation])[]
  readonly newest: number | undefined
}

/** Writes results and their rollups, so that every result is counted in each of them exactly once, whatever crashes. */
export class ResultWriter {
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly rollups: { readonly minute: RollupsTable; readonly hour: RollupsTable }
  readonly watermarks: Watermarks
  readonly clockRuns: ClockRuns
  readonly #pending: PendingRollups
  /** Of the newest commit, so that a clock that was ahead for a while does no harm. */
  #newest = 0

  constructor(database: Database) {
    this.series = new SeriesTable(database)
    this.results = new ResultsTable(database, this.series)
    this.rollups = {
      minute: new RollupsTable(database, 'minute'),
      hour: new RollupsTable(database, 'hour'),
    }
    this.watermarks = new Watermarks(database)
    this.clockRuns = new ClockRuns(database)
    this.#pending = new PendingRollups(this.watermarks.rolledUp())
    this.#readBehindWatermark()
  }

  get watermark(): Watermark {
    return this.#pending.watermark
  }

  /** Writes some rollups beside so many results. Within a transaction, like `writeStep`. */
  writeStepBeside(results: number): RollupStep | undefined {
    const bound = startOf('minute', this.#newest - LATENESS_MS)
    return this.writeStep(bound, results + MORE_TALLIES)
  }

  /**
   * Writes results, counting those before the watermark in the rollups at once. Within a transaction; then either `done`
   * with what it gave, or `forget`.
   *
   * @param step what was written in this transaction before
   * @param imported whether they were made before all that is there
   */
  write(
    observations: readonly Observation[],
    step: RollupStep | undefined,
    imported = false,
  ): AfterCommit {
    const watermark = step?.watermark ?? this.#pending.watermark
    const fresh: [number, Observation][] = []
    const late = new Map<string, { series: number; minute: number; tally: Tally }>()
    let newest: number | undefined
    for (const observation of observations) {
      const series = this.series.idFor(observation.checkId, observation.location)
      const { at } = observation
      const run = imported ? this.clockRuns.runForImported(at) : this.clockRuns.runFor(at)
      this.results.insert(series, observation, run)
      newest = Math.max(newest ?? observation.at, observation.at)
      const minute = startOf('minute', observation.at)
      if (!isBefore(watermark, minute, series)) {
        fresh.push([series, observation])
        continue
      }
      const key = `${series} ${minute}`
      const entry = late.get(key) ?? { series, minute, tally: emptyTally() }
      late.set(key, entry)
      addObservation(entry.tally, observation)
    }
    this.#addToRollups([...late.values()])
    return { step, fresh, newest }
  }

  /** Writes rollups of minutes before `bound`, and how far they are. Within a transaction; then `stepDone`, or `forget`. */
  writeStep(bound: number, limit: number): RollupStep | undefined {
    const step = this.#pending.step(bound, limit)
    if (step) this.#writeRollups(step)
    return step
  }

  /** Writes all rollups of minutes before a time, and puts the watermark there. Within a transaction, like `writeStep`. */
  writeStepThrough(time: number): RollupStep {
    const minute = startOf('minute', time)
    const { tallies, watermark } = this.#pending.step(minute, Number.POSITIVE_INFINITY) ?? {
      tallies: [],
      watermark: this.#pending.watermark,
    }
    const step = {
      tallies,
      watermark: watermark.minute < minute ? { minute, series: 0 } : watermark,
    }
    this.#writeRollups(step)
    return step
  }

  stepDone(step: RollupStep): void {
    this.#pending.done(step)
  }

  done({ step, fresh, newest }: AfterCommit): void {
    if (step) this.#pending.done(step)
    for (const [series, observation] of fresh) this.#pending.add(series, observation)
    if (newest !== undefined) this.#newest = newest
  }

  /** After a transaction that failed. */
  forget(): void {
    this.series.forget()
    this.clockRuns.forget()
    this.results.forget()
  }

  #writeRollups({ tallies, watermark }: RollupStep): void {
    this.#addToRollups(tallies)
    this.watermarks.set('minute', watermark.minute)
    this.watermarks.set('series', watermark.series)
  }

  #addToRollups(
    tallies: readonly { readonly series: number; readonly minute: number; readonly tally: Tally }[],
  ): void {
    const hours = new Map<string, { readonly series: number; readonly hour: number; sum: Tally }>()
    for (const { series, minute, tally } of tallies) {
      this.rollups.minute.add(series, minute, tally, () => this.#observedInMinute(series, minute))
      const hour = startOf('hour', minute)
      const key = `${series} ${hour}`
      const entry = hours.get(key)
      if (!entry) hours.set(key, { series, hour, sum: tally })
      else {
        const sum = emptyTally()
        addTally(sum, entry.sum)
        addTally(sum, tally)
        entry.sum = sum
      }
    }
    for (const { series, hour, sum } of hours.values()) {
      this.rollups.hour.add(series, hour, sum, () => this.#observedInHour(series, hour))
    }
  }

  #observedInMinute(series: number, minute: number): ObservedTime | undefined {
    if (minute < this.watermarks.get('raw_from')) return undefined
    const window = { from: minute, until: minute + LEVEL_MS.minute }
    const tally = emptyTally()
    for (const each of this.results.ofSeries(series, window)) addObserved(tally, observedOnce(each))
    return tally.observed
  }

  #observedInHour(series: number, hour: number): ObservedTime | undefined {
    if (hour < this.watermarks.get('minute_from')) return undefined
    const tally = emptyTally()
    const window = { from: hour, until: hour + LEVEL_MS.hour }
    for (const each of this.rollups.minute.observed(series, window)) addObserved(tally, each)
    return tally.observed
  }

  #readBehindWatermark(): void {
    const { minute, series } = this.#pending.watermark
    let key = { at: minute, series: -1, n: -1 }
    for (;;) {
      const rows = this.results.after(key, Number.MAX_SAFE_INTEGER, 10_000)
      for (const row of rows) {
        key = row
        this.#newest = Math.max(this.#newest, row.at)
        if (startOf('minute', row.at) === minute && row.series < series) continue
        this.#pending.add(row.series, this.results.observation(row))
      }
      if (rows.length === 0) return
    }
  }
}
