import { LEVEL_MS, type Level } from '../../../core/level.js'
import type { ExportPage, ExportQuery, HistoryRecord } from '../../../core/store/history-record.js'
import { noTime } from '../../../core/time/observed-time.js'
import {
  type ExportPlace,
  type ExportRange,
  entriesPage,
  exportRange,
  firstEntry,
  MAX_ENTRIES,
  type ResultsKey,
  writePlace,
} from '../../pages/export-pages.js'
import { type RollupRow, timesOfRollups } from '../../rollup/rollup-times.js'
import { toRollup } from '../../rollup/to-rollup.js'
import type { Session } from '../connect/database.js'
import { entriesAfter } from '../tables/incident-entries.js'
import { incidentsAfter } from '../tables/incidents.js'
import { readMark } from '../tables/mark.js'
import { readResults } from '../tables/results.js'
import { rollupsOfSeries } from '../tables/rollups.js'
import { type Series, seriesFrom } from '../tables/series.js'
import { observedBefore, observedFrom } from './neighbours.js'

/** Series without anything in the window that are passed over in one page; looking costs too. */
const MAX_SERIES = 200

interface Page {
  readonly records: readonly HistoryRecord[]
  readonly next: ExportPlace | undefined
}

/** First all results, then minutes, then hours, then incidents, then their entries: importing them in this order adds up. */
export async function exportPage(session: Session, query: ExportQuery): Promise<ExportPage> {
  const { place, ...range } = exportRange(query)
  const first: ExportPlace = { part: 'results', key: [0, Number.MIN_SAFE_INTEGER, -1] }
  const { records, next } = await pageAt(session, place ?? first, range)
  return next === undefined ? { records } : { records, next: writePlace(next) }
}

function pageAt(session: Session, place: ExportPlace, range: ExportRange): Promise<Page> {
  switch (place.part) {
    case 'results':
      return resultsAt(session, place.key, range)
    case 'minute':
    case 'hour':
      return rollupsAt(session, place, range)
    case 'incidents':
      return incidentsAt(session, place, range)
    case 'entries':
      return entriesAt(session, place, range)
  }
}

/** In the order of time, each run of the clock for itself. */
async function resultsAt(
  session: Session,
  key: ResultsKey,
  { from, until, limit }: ExportRange,
): Promise<Page> {
  const { rawFrom } = await readMark(session)
  const rows = await readResults(
    session,
    `WHERE (run, at, seq) > ($1::integer, $2::bigint, $3::bigint) AND at >= $4 AND at < $5
      ORDER BY run, at, seq LIMIT $6`,
    [...key, Math.max(from, rawFrom), until, limit],
  )
  const records = rows.map(
    ({ observation }): HistoryRecord => ({ kind: 'result', result: observation }),
  )
  const last = rows.at(-1)
  if (last && rows.length === limit) {
    const { run, seq, observation } = last
    return { records, next: { part: 'results', key: [run, observation.at, seq] } }
  }
  return { records, next: { part: 'minute', series: 0, from } }
}

async function rollupsAt(
  session: Session,
  place: Extract<ExportPlace, { part: Level }>,
  { from, until, limit }: ExportRange,
): Promise<Page> {
  const { part: level } = place
  const records: HistoryRecord[] = []
  const all = await seriesFrom(session, place.series, MAX_SERIES)
  for (const series of all) {
    const start = series.id === place.series ? place.from : from
    const most = limit - records.length
    const rows = await rollupsOfSeries(session, level, series.id, { from: start, until }, most)
    records.push(...(await rollupRecords(session, series, level, rows)))
    if (rows.length === most) {
      const next = (rows.at(-1)?.at ?? start) + 1
      return { records, next: { part: level, series: series.id, from: next } }
    }
  }
  const last = all.at(-1)
  if (last) return { records, next: { part: level, series: last.id + 1, from } }
  const after: ExportPlace =
    level === 'minute'
      ? { part: 'hour', series: 0, from }
      : { part: 'incidents', openedAt: from, id: '' }
  return { records, next: after }
}

async function rollupRecords(
  session: Session,
  series: Series,
  level: Level,
  rows: readonly RollupRow[],
): Promise<readonly HistoryRecord[]> {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return []
  const before = await observedBefore(session, series.id, first.at)
  const after = await observedFrom(session, series.id, last.at + LEVEL_MS[level])
  const times = timesOfRollups(level, rows, before, after)
  return rows.map(({ at, tally }, index) => {
    return { kind: level, rollup: toRollup(series, at, tally, times[index] ?? noTime()) }
  })
}

async function incidentsAt(
  session: Session,
  { openedAt, id }: Extract<ExportPlace, { part: 'incidents' }>,
  { from, until, limit }: ExportRange,
): Promise<Page> {
  const incidents = await incidentsAfter(session, { openedAt, id }, until, limit)
  const records = incidents.map((incident): HistoryRecord => ({ kind: 'incident', incident }))
  const last = incidents.at(-1)
  if (!last || incidents.length < limit) return { records, next: firstEntry(from) }
  return { records, next: { part: 'incidents', openedAt: Math.floor(last.openedAt), id: last.id } }
}

async function entriesAt(
  session: Session,
  place: Extract<ExportPlace, { part: 'entries' }>,
  range: ExportRange,
): Promise<Page> {
  const limit = Math.min(range.limit, MAX_ENTRIES)
  return entriesPage(await entriesAfter(session, place, range.until, limit), limit)
}
