import type { ResultPage, ResultQuery } from '../../../core/store/history-queries.js'
import { badCursor } from '../../../core/store/store-error.js'
import { type ClockRuns, runOf } from '../tables/clock-runs.js'
import type { ResultRow } from '../tables/result-row.js'
import type { ResultsTable } from '../tables/results-table.js'
import type { SeriesTable } from '../tables/series.js'

/** @default of `limit` in `ResultQuery` */
const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

/** Where a page ended: at a time of a run of the clock, after so many results of that time. */
interface Place {
  readonly run: number
  readonly at: number
  readonly given: number
}

interface Sources {
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly clockRuns: ClockRuns
}

/**
 * The results that were made last first: whatever time they claim, those from after the wall clock was set back come before
 * those from before. Within one millisecond they come by the number of their series.
 */
export function resultsPage(
  { checkId, location, from, until, limit = DEFAULT_LIMIT, cursor }: ResultQuery,
  { series, results, clockRuns }: Sources,
): ResultPage {
  const count = Math.min(Math.max(1, Math.floor(limit)), MAX_LIMIT)
  const start = cursor === undefined ? undefined : parsePlace(cursor)
  const earliest = Math.ceil(from ?? Number.MIN_SAFE_INTEGER)
  const latest = until === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(until) - 1
  const ids: readonly (number | undefined)[] =
    checkId === undefined
      ? [undefined]
      : series
          .find({ checkId, ...(location === undefined ? {} : { location }) })
          .map(({ id }) => id)
  const rows: ResultRow[] = []
  for (const run of clockRuns.all()) {
    if (rows.length > count) break
    if (start && run.id > start.run) continue
    const begun = start?.run === run.id ? start : undefined
    const part = {
      id: run.id,
      from: Math.max(earliest, run.from),
      upTo: Math.min(latest, run.upTo, begun?.at ?? latest),
    }
    const skip = begun?.given ?? 0
    const most = skip + count + 1 - rows.length
    const found = ids.flatMap((id) => results.newest(id, part, most))
    if (ids.length > 1) found.sort(newestFirst)
    rows.push(...found.slice(skip, most))
  }
  const page = rows.slice(0, count)
  const observations = page.map((row) => results.observation(row))
  const last = page.at(-1)
  if (!last || rows.length <= count) return { results: observations }
  return { results: observations, next: writePlace(placeAfter(last, page, start)) }
}

function placeAfter(last: ResultRow, page: readonly ResultRow[], start: Place | undefined): Place {
  const { at } = last
  const run = runOf(last)
  const before = start?.run === run && start.at === at ? start.given : 0
  const here = page.filter((row) => row.at === at && runOf(row) === run).length
  return { run, at, given: before + here }
}

function writePlace({ run, at, given }: Place): string {
  return `${run}.${at}.${given}`
}

function parsePlace(cursor: string): Place {
  const [, run, at, given] = /^(\d{1,9})\.(-?\d{1,16})\.(\d{1,9})$/.exec(cursor) ?? []
  if (given === undefined) throw badCursor()
  return { run: Number(run), at: Number(at), given: Number(given) }
}

function newestFirst(a: ResultRow, b: ResultRow): number {
  return b.at - a.at || b.series - a.series || b.n - a.n
}
