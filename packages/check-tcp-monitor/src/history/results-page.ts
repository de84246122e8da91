import type { Observation } from '../core/observation.js'
import type { ResultQuery } from '../core/store.js'
import type { ResultRow } from './result-row.js'
import type { ResultsTable } from './results-table.js'
import type { SeriesTable } from './series.js'

/** @default of `limit` in `ResultQuery` */
const DEFAULT_LIMIT = 100
const MOST = 10_000

/** A cursor is a time and how many results of it were given: 2^53 holds times until 2109 beside it. */
const SKIP_FACTOR = 2_048

interface Sources {
  readonly series: SeriesTable
  readonly results: ResultsTable
}

/** The newest results first; those of one millisecond by the number of their series. */
export function resultsPage(
  { checkId, from, until, limit = DEFAULT_LIMIT, cursor }: ResultQuery,
  { series, results }: Sources,
): { readonly results: readonly Observation[]; readonly next?: number } {
  const count = Math.min(Math.max(1, Math.floor(limit)), MOST)
  const range = {
    from: Math.ceil(from ?? Number.MIN_SAFE_INTEGER),
    upTo: until === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(until) - 1,
  }
  let skip = 0
  if (cursor !== undefined) {
    range.upTo = Math.min(range.upTo, Math.floor(cursor / SKIP_FACTOR))
    skip = cursor - Math.floor(cursor / SKIP_FACTOR) * SKIP_FACTOR
  }
  const ids: readonly (number | undefined)[] =
    checkId === undefined ? [undefined] : series.ofCheck(checkId).map(({ id }) => id)
  const newest = (part: typeof range, most: number) => {
    const rows = ids.flatMap((id) => results.newest(id, part, most))
    return ids.length > 1 ? rows.sort(newestFirst) : rows
  }
  const rows = newest(range, skip + count + 1)
  const page = rows.slice(skip, skip + count)
  const observations = page.map((row) => results.observation(row))
  const last = page.at(-1)
  if (last === undefined || rows.length <= skip + count) return { results: observations }
  const given = rows.slice(0, skip + count).filter(({ at }) => at === last.at).length
  if (given < SKIP_FACTOR) return { results: observations, next: last.at * SKIP_FACTOR + given }
  // More at one time than a cursor can count: all of them come on this page.
  const rest = newest({ from: last.at, upTo: last.at }, -1).slice(given)
  return {
    results: [...observations, ...rest.map((row) => results.observation(row))],
    next: (last.at - 1) * SKIP_FACTOR,
  }
}

function newestFirst(a: ResultRow, b: ResultRow): number {
  return b.at - a.at || b.series - a.series || b.n - a.n
}
