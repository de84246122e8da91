import { LEVEL_MS, type Level, startOf } from '../../../core/level.js'
import { type ObservedTime, observedOnce } from '../../../core/time/observed-time.js'
import {
  addObservation,
  addObserved,
  addTally,
  emptyTally,
  type Tally,
} from '../../rollup/tally.js'
import type { Session } from '../connect/database.js'
import type { Mark } from '../tables/mark.js'
import { type PlacedResult, resultsOfSeries } from '../tables/results.js'
import { getRollups, putRollups, type RollupOfSeries, rollupsOfSeries } from '../tables/rollups.js'

/** Adds results to the minutes and hours in which they lie. Only where nobody else does so meanwhile. */
export async function addToRollups(
  session: Session,
  mark: Mark,
  results: readonly Pick<PlacedResult, 'series' | 'observation'>[],
): Promise<void> {
  const minutes = new Sums()
  const hours = new Sums()
  for (const { series, observation } of results) {
    addObservation(minutes.at(series, startOf('minute', observation.at)), observation)
  }
  for (const { series, at, tally } of minutes.all()) {
    addTally(hours.at(series, startOf('hour', at)), tally)
  }
  // Hours are counted again from minutes, so these are written before.
  await add(session, 'minute', minutes.all(), mark)
  await add(session, 'hour', hours.all(), mark)
}

/** Tallies by series and start. */
class Sums {
  readonly #sums = new Map<number, Map<number, Tally>>()

  at(series: number, start: number): Tally {
    const own = this.#sums.get(series) ?? new Map<number, Tally>()
    this.#sums.set(series, own)
    const tally = own.get(start) ?? emptyTally()
    own.set(start, tally)
    return tally
  }

  all(): readonly RollupOfSeries[] {
    return [...this.#sums].flatMap(([series, own]) =>
      [...own].map(([at, tally]) => ({ series, at, tally })),
    )
  }
}

async function add(
  session: Session,
  level: Level,
  added: readonly RollupOfSeries[],
  mark: Mark,
): Promise<void> {
  const present = new Sums()
  const known = new Map<string, ObservedTime | undefined>()
  for (const { series, at, tally } of await getRollups(session, level, added)) {
    known.set(`${series}.${at}`, tally.observed && { ...tally.observed })
    addTally(present.at(series, at), tally)
  }
  const sums: RollupOfSeries[] = []
  for (const { series, at, tally } of added) {
    const before = known.has(`${series}.${at}`)
    const sum = before ? present.at(series, at) : tally
    if (before) addTally(sum, tally)
    const recounted = sum.isOrdered
      ? sum.observed
      : ((await recount(session, level, { series, at }, mark)) ?? known.get(`${series}.${at}`))
    sums.push({ series, at, tally: { ...sum, observed: recounted } })
  }
  await putRollups(session, level, sums)
}

/** The time that all results cover, for those that did not come in order; undefined where that is no longer known. */
async function recount(
  session: Session,
  level: Level,
  { series, at }: { readonly series: number; readonly at: number },
  { rawFrom, minuteFrom }: Mark,
): Promise<ObservedTime | undefined> {
  const window = { from: at, until: at + LEVEL_MS[level] }
  const tally = emptyTally()
  if (level === 'minute') {
    if (at < rawFrom) return undefined
    for (const { observation } of await resultsOfSeries(session, [series], window)) {
      addObserved(tally, observedOnce(observation))
    }
    return tally.observed
  }
  if (at < minuteFrom) return undefined
  for (const minute of await rollupsOfSeries(session, 'minute', series, window)) {
    if (minute.tally.observed) addObserved(tally, minute.tally.observed)
  }
  return tally.observed
}
