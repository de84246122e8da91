import type { ResultPage, ResultQuery } from '../../../core/store/history-queries.js'
import { badCursor } from '../../../core/store/store-error.js'
import type { Session } from '../connect/database.js'
import { allRuns } from '../tables/clock-runs.js'
import { readMark } from '../tables/mark.js'
import { type PlacedResult, readResults } from '../tables/results.js'
import { findSeries } from '../tables/series.js'

/** @default of `limit` in `ResultQuery` */
const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

/** The result with which a page ended. */
interface Place {
  readonly run: number
  readonly at: number
  readonly seq: number
}

/** The results that were made last first: whatever time they claim, those of a later run of the clock come before those of another. */
export async function resultsPage(
  session: Session,
  { checkId, location, from, until, limit = DEFAULT_LIMIT, cursor }: ResultQuery,
): Promise<ResultPage> {
  const count = Math.min(Math.max(1, Math.floor(limit)), MAX_LIMIT)
  const start = cursor === undefined ? undefined : parsePlace(cursor)
  const { rawFrom } = await readMark(session)
  const earliest = Math.max(Math.ceil(from ?? Number.MIN_SAFE_INTEGER), rawFrom)
  const latest = until === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(until) - 1
  const series =
    checkId === undefined
      ? null
      : (
          await findSeries(session, { checkId, ...(location === undefined ? {} : { location }) })
        ).map(({ id }) => id)
  const found: PlacedResult[] = []
  for (const run of await allRuns(session)) {
    if (found.length > count) break
    if (start && run > start.run) continue
    const begun = start?.run === run ? start : undefined
    const rows = await readResults(
      session,
      `WHERE run = $1 AND at >= $2 AND at <= $3 AND ($4::bigint[] IS NULL OR result.series = ANY($4))
        AND ($5::bigint IS NULL OR (at, seq) < ($5, $6::bigint)) ORDER BY at DESC, seq DESC LIMIT $7`,
      [
        ...[run, earliest, Math.min(latest, begun?.at ?? latest)],
        ...[series, begun?.at ?? null, begun?.seq ?? null],
        count + 1 - found.length,
      ],
    )
    found.push(...rows)
  }
  const page = found.slice(0, count)
  const results = page.map(({ observation }) => observation)
  const last = page.at(-1)
  if (!last || found.length <= count) return { results }
  return { results, next: `${last.run}.${last.observation.at}.${last.seq}` }
}

function parsePlace(cursor: string): Place {
  const [, run, at, seq] = /^(\d{1,9})\.(-?\d{1,16})\.(\d{1,16})$/.exec(cursor) ?? []
  if (seq === undefined) throw badCursor()
  return { run: Number(run), at: Number(at), seq: Number(seq) }
}
