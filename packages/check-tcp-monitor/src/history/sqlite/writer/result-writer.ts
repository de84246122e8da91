import { startOf } from '../../../core/level.js'
import type { Observation } from '../../../core/wire/observation.js'
import type { Tally } from '../../rollup/tally.js'
import { isBefore, type Watermark } from '../../rollup/watermark.js'
import type { Database } from '../database/open-database.js'
import { ClockRuns } from '../tables/clock-runs.js'
import { ResultsTable } from '../tables/results-table.js'
import { RollupsTable } from '../tables/rollups-table.js'
import { SeriesTable } from '../tables/series.js'
import { Watermarks } from '../tables/watermarks.js'
import { addToMinute, RollUp } from './roll-up.js'

/** Results come in the order in which checks end, which is nearly that of their times. */
const LATENESS_MS = 5_000

/** Results that are rolled up beside a commit, beyond as many as it has: what has gathered gets less with each commit. */
const MORE_RESULTS = 50

/** Results that are rolled up at once where commits are small: their pages are then written once, not with each commit. */
const AT_ONCE = 1_000

/** What is to be done in memory once the transaction is through. */
interface AfterCommit {
  readonly step: Watermark | undefined
  readonly newest: number | undefined
}

/** Writes results and their rollups, so that every result is counted in each of them exactly once, whatever crashes. */
export class ResultWriter {
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly rollups: { readonly minute: RollupsTable; readonly hour: RollupsTable }
  readonly watermarks: Watermarks
  readonly clockRuns: ClockRuns
  readonly #rollUp: RollUp
  #watermark: Watermark
  /** Results that may be rolled up beside commits by now. */
  #allowed = AT_ONCE
  /** Of the newest commit, so that a clock that was ahead for a while does no harm. */
  #newest: number

  constructor(database: Database, spanResults?: number) {
    this.series = new SeriesTable(database)
    this.results = new ResultsTable(database, this.series, spanResults)
    this.rollups = {
      minute: new RollupsTable(database, 'minute'),
      hour: new RollupsTable(database, 'hour'),
    }
    this.watermarks = new Watermarks(database)
    this.clockRuns = new ClockRuns(database)
    this.#rollUp = new RollUp(this)
    this.#watermark = this.watermarks.rolledUp()
    this.#newest = this.results.lastAt() ?? 0
  }

  get watermark(): Watermark {
    return this.#watermark
  }

  /** Rolls some whole hours up beside so many results. Within a transaction, like `rollUpStep`. */
  rollUpBeside(results: number): Watermark | undefined {
    this.results.spans.fill(this.#newest - LATENESS_MS, results + 1)
    this.#allowed += results + MORE_RESULTS
    if (this.#allowed < AT_ONCE) return undefined
    const step = this.rollUpStep(startOf('hour', this.#newest - LATENESS_MS), this.#allowed)
    this.#allowed = step ? 0 : AT_ONCE
    return step
  }

  /** Rolls up what lies before a full minute. Within a transaction; then `stepDone` with what it gave, or `forget`. */
  rollUpStep(bound: number, results: number): Watermark | undefined {
    const step = this.#rollUp.step(this.#watermark, bound, results)
    if (step) this.watermarks.setRolledUp(step)
    return step
  }

  /** Rolls up all that lies before a time, and puts the watermark there. Within a transaction, like `rollUpStep`. */
  rollUpThrough(time: number): Watermark {
    const minute = startOf('minute', time)
    const step = this.#rollUp.step(this.#watermark, minute, Infinity) ?? this.#watermark
    const watermark = step.minute < minute ? { minute, until: minute, series: 0 } : step
    this.watermarks.setRolledUp(watermark)
    return watermark
  }

  stepDone(step: Watermark): void {
    this.#watermark = step
  }

  /**
   * Writes results, counting those before the watermark in the rollups at once. Within a transaction; then either `done`
   * with what it gave, or `forget`.
   *
   * @param step what was rolled up in this transaction before
   * @param isForeign whether one was made by another clock, so that its time says nothing of this one: what is imported, or relayed
   */
  write(
    observations: readonly Observation[],
    step: Watermark | undefined,
    isForeign: (observation: Observation) => boolean = () => false,
  ): AfterCommit {
    const watermark = step ?? this.#watermark
    const late = new Map<number, Map<number, Tally>>()
    let newest: number | undefined
    for (const observation of observations) {
      const series = this.series.idFor(observation.checkId, observation.location)
      const { at } = observation
      const { clockRuns } = this
      const run = isForeign(observation) ? clockRuns.runForForeign(at) : clockRuns.runFor(at)
      this.results.insert(series, observation, run)
      newest = Math.max(newest ?? at, at)
      const minute = startOf('minute', at)
      if (!isBefore(watermark, minute, series)) continue
      const minutes = late.get(series) ?? new Map<number, Tally>()
      late.set(series, minutes)
      addToMinute(minutes, observation)
    }
    for (const [series, minutes] of late) this.#rollUp.add(series, minutes)
    return { step, newest }
  }

  done({ step, newest }: AfterCommit): void {
    if (step) this.#watermark = step
    if (newest !== undefined) this.#newest = newest
  }

  /** After a transaction that failed. */
  forget(): void {
    this.series.forget()
    this.clockRuns.forget()
    this.results.forget()
  }
}
