import { LEVEL_MS, LEVELS, type Level, startOf } from '../../src/core/level.js'
import type {
  ResultPage,
  ResultQuery,
  SeriesKey,
  SeriesQuery,
  WindowSummary,
} from '../../src/core/store/history-queries.js'
import type { Retention } from '../../src/core/store/store-admin.js'
import { badCursor } from '../../src/core/store/store-error.js'
import type { TimeWindow } from '../../src/core/store/time-window.js'
import {
  noTime,
  type ObservedTime,
  observedOnce,
  timesOfWindow,
} from '../../src/core/time/observed-time.js'
import type { Observation } from '../../src/core/wire/observation.js'
import type { Rollup } from '../../src/core/wire/rollup.js'
import { timesOfRollups } from '../../src/history/rollup/rollup-times.js'
import { splitWindow } from '../../src/history/rollup/split-window.js'
import { toSummary } from '../../src/history/rollup/summary.js'
import {
  addObservation,
  addObserved,
  addTally,
  countOfTally,
  emptyTally,
  type Tally,
} from '../../src/history/rollup/tally.js'
import { toRollup } from '../../src/history/rollup/to-rollup.js'

/** One check as one location saw it. */
interface Series {
  readonly checkId: string
  readonly location: string
  readonly minute: Map<number, Tally>
  readonly hour: Map<number, Tally>
}

/** A clock that is set back by less does no harm. */
const SLACK_MS = 1_000

/** Results and rollups in plain lists and maps. Rollups are made when somebody asks for them. */
export class MemoryHistory {
  /** In the order in which they were made. */
  readonly observations: Observation[] = []
  readonly #series = new Map<string, Series>()
  /** How many of the observations are in the rollups. */
  #rolledUp = 0
  #rawFrom = 0
  readonly #from = { minute: 0, hour: 0 }

  results({ checkId, location, from, until, limit = 100, cursor }: ResultQuery): ResultPage {
    const [, run, at, given] = /^(\d+)\/(-?[\d.]+)\/(\d+)$/.exec(cursor ?? '0/0/0') ?? []
    if (given === undefined) throw badCursor()
    const start = cursor === undefined ? undefined : { run: Number(run), at: Number(at) }
    const wanted = this.#byRun().filter(
      ({ result }) =>
        (checkId === undefined || result.checkId === checkId) &&
        (location === undefined || result.location === location) &&
        result.at >= (from ?? Number.NEGATIVE_INFINITY) &&
        result.at < (until ?? Number.POSITIVE_INFINITY),
    )
    const sorted = wanted.reverse().sort((a, b) => b.run - a.run || b.result.at - a.result.at)
    const rest = start
      ? sorted
          .filter(
            (each) =>
              each.run < start.run || (each.run === start.run && each.result.at <= start.at),
          )
          .slice(Number(given))
      : sorted
    const page = rest.slice(0, limit)
    const results = page.map(({ result }) => result)
    const last = page.at(-1)
    if (!last || rest.length <= limit) return { results }
    const same = page.filter((each) => each.run === last.run && each.result.at === last.result.at)
    const isSame = start?.run === last.run && start.at === last.result.at
    const skip = same.length + (isSame ? Number(given) : 0)
    return { results, next: `${last.run}/${last.result.at}/${skip}` }
  }

  rollups(query: SeriesQuery, level: Level, { from, until }: TimeWindow): readonly Rollup[] {
    return this.#find(query).flatMap((series) => {
      const rows = [...series[level]]
        .filter(([at]) => at >= from && at < until)
        .sort(([a], [b]) => a - b)
        .map(([at, tally]) => ({ at, tally }))
      const [first] = rows
      if (!first) return []
      const before = this.#observedBefore(series, first.at)
      const times = timesOfRollups(level, rows, before, this.#observedFrom(series, until))
      return rows.map(({ at, tally }, index) =>
        toRollup(series, at, tally, times[index] ?? noTime()),
      )
    })
  }

  summary(key: SeriesKey, window: TimeWindow): WindowSummary {
    const tally = emptyTally()
    const [series] = this.#find(key)
    if (!series) return toSummary(tally, noTime())
    const end = Number.MAX_SAFE_INTEGER
    const watermark = { minute: end, until: end, series: 0 }
    const kept = { watermark, raw: this.#rawFrom, minute: this.#from.minute }
    const { parts, covered } = splitWindow(window, 0, kept)
    for (const part of parts) this.#addPart(tally, series, part)
    const before = this.#observedBefore(series, covered.from)
    const after = this.#observedFrom(series, covered.until)
    return toSummary(tally, timesOfWindow(before, tally.observed, covered, after))
  }

  /** Every rollup of a level, by series. */
  allRollups(level: Level): readonly Rollup[] {
    this.#rollUp()
    const all = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
    return [...this.#series.values()].flatMap((series) => this.rollups(series, level, all))
  }

  /** @returns whether it was not there yet */
  importResult(result: Observation): boolean {
    if (result.at < this.#rawFrom) return false
    const text = JSON.stringify(result)
    if (this.observations.some((each) => JSON.stringify(each) === text)) return false
    this.#rollUp()
    // Made before all that is there.
    this.observations.unshift(result)
    this.#count([result])
    this.#rolledUp++
    return true
  }

  /** @returns whether it counts more results than what was there */
  importRollup(level: Level, rollup: Rollup): boolean {
    if (rollup.at < this.#from[level]) return false
    this.#rollUp()
    const tally: Tally = {
      ...rollup,
      failures: new Map(Object.entries(rollup.failures)),
      observed: rollup.observed,
      isOrdered: true,
    }
    const own = this.#seriesOf(rollup)[level]
    const known = own.get(rollup.at)
    if (known && countOfTally(known) >= countOfTally(tally)) return false
    own.set(rollup.at, tally)
    return true
  }

  /** @returns how many results and rollups were deleted */
  purge(now: number, { rawMs, minuteMs, hourMs }: Retention): number {
    this.#rollUp()
    const keptMinuteMs = Math.max(rawMs, minuteMs)
    this.#rawFrom = Math.max(this.#rawFrom, startOf('minute', now - rawMs))
    const cutoffs = {
      minute: startOf('hour', now - keptMinuteMs),
      hour: startOf('hour', now - Math.max(keptMinuteMs, hourMs)),
    }
    const kept = this.observations.filter(({ at }) => at >= this.#rawFrom)
    let deleted = this.observations.length - kept.length
    this.observations.splice(0, Number.POSITIVE_INFINITY, ...kept)
    this.#rolledUp = kept.length
    for (const level of LEVELS) {
      this.#from[level] = Math.max(this.#from[level], cutoffs[level])
      for (const series of this.#series.values()) {
        for (const at of [...series[level].keys()]) {
          if (at < this.#from[level] && series[level].delete(at)) deleted++
        }
      }
    }
    return deleted
  }

  /** Each result with the stretch of time in which the wall clock went forward, counted from 0. */
  #byRun() {
    let run = 0
    let newest = Number.NEGATIVE_INFINITY
    return this.observations.map((result) => {
      if (result.at < newest - SLACK_MS) {
        run++
        newest = result.at
      }
      newest = Math.max(newest, result.at)
      return { run, result }
    })
  }

  #find({ checkId, location }: SeriesQuery): readonly Series[] {
    this.#rollUp()
    return [...this.#series.values()].filter(
      (each) => each.checkId === checkId && (location ?? each.location) === each.location,
    )
  }

  #seriesOf({ checkId, location }: Pick<Series, 'checkId' | 'location'>): Series {
    const key = JSON.stringify([checkId, location])
    const known = this.#series.get(key) ?? { checkId, location, minute: new Map(), hour: new Map() }
    this.#series.set(key, known)
    return known
  }

  #rollUp(): void {
    this.#count(this.observations.slice(this.#rolledUp))
    this.#rolledUp = this.observations.length
  }

  #count(results: readonly Observation[]): void {
    for (const result of results) {
      const series = this.#seriesOf(result)
      for (const level of LEVELS) {
        const at = startOf(level, result.at)
        const tally = series[level].get(at) ?? emptyTally()
        series[level].set(at, tally)
        addObservation(tally, result)
      }
    }
    for (const series of this.#series.values()) {
      for (const level of LEVELS) {
        for (const [at, tally] of series[level]) {
          if (tally.isOrdered) continue
          tally.observed = this.#recount(series, level, at) ?? tally.observed
          tally.isOrdered = true
        }
      }
    }
  }

  /** The time that the results of a minute or hour cover; undefined where they are not all kept. */
  #recount(series: Series, level: Level, at: number): ObservedTime | undefined {
    const window = { from: at, until: at + LEVEL_MS[level] }
    const tally = emptyTally()
    if (level === 'minute') {
      if (at < this.#rawFrom) return undefined
      for (const each of this.#resultsOf(series, window)) addObserved(tally, observedOnce(each))
    } else {
      if (at < this.#from.minute) return undefined
      for (const each of this.#tallies(series, 'minute', window)) {
        if (each.observed) addObserved(tally, each.observed)
      }
    }
    return tally.observed
  }

  #addPart(
    into: Tally,
    series: Series,
    part: TimeWindow & { readonly level: Level | 'raw' },
  ): void {
    if (part.level === 'raw') {
      for (const each of this.#resultsOf(series, part)) addObservation(into, each)
    } else for (const each of this.#tallies(series, part.level, part)) addTally(into, each)
  }

  #resultsOf({ checkId, location }: Series, { from, until }: TimeWindow): readonly Observation[] {
    return this.observations
      .filter((each) => each.checkId === checkId && each.location === location)
      .filter(({ at }) => at >= from && at < until)
      .sort((a, b) => a.at - b.at)
  }

  #tallies(series: Series, level: Level, { from, until }: TimeWindow): readonly Tally[] {
    return [...series[level]]
      .filter(([at]) => at >= from && at < until)
      .sort(([a], [b]) => a - b)
      .map(([, tally]) => tally)
  }

  #observedBefore(series: Series, time: number): ObservedTime | undefined {
    const from = Number.NEGATIVE_INFINITY
    const found = this.#resultsOf(series, { from, until: time }).map(observedOnce)
    for (const level of LEVELS) {
      const until = time - LEVEL_MS[level] + 1
      for (const { observed } of this.#tallies(series, level, { from, until })) {
        if (observed) found.push(observed)
      }
    }
    return found.reduce<ObservedTime | undefined>(
      (last, each) => (each.lastAt >= (last?.lastAt ?? from) ? each : last),
      undefined,
    )
  }

  #observedFrom(series: Series, from: number): ObservedTime | undefined {
    const until = Number.POSITIVE_INFINITY
    const found = this.#resultsOf(series, { from, until }).map(observedOnce)
    for (const level of LEVELS) {
      for (const { observed } of this.#tallies(series, level, { from, until })) {
        if (observed) found.push(observed)
      }
    }
    return found.reduce<ObservedTime | undefined>(
      (first, each) => (each.firstAt < (first?.firstAt ?? until) ? each : first),
      undefined,
    )
  }
}
