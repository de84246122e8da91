import { LEVEL_MS, type Level } from '../../../core/level.js'
import type { ExportPage, ExportQuery, HistoryRecord } from '../../../core/store/history-record.js'
import { badCursor } from '../../../core/store/store-error.js'
import { noTime } from '../../../core/time/observed-time.js'
import { type RollupRow, timesOfRollups } from '../../rollup/rollup-times.js'
import { toRollup } from '../../rollup/to-rollup.js'
import type { IncidentsTable } from '../tables/incidents-table.js'
import type { ResultKey } from '../tables/result-row.js'
import type { ResultsTable } from '../tables/results-table.js'
import type { RollupsTable } from '../tables/rollups-table.js'
import type { Series, SeriesTable } from '../tables/series.js'
import { observedBefore, observedFrom } from './neighbours.js'

const DEFAULT_LIMIT = 1_000
const MAX_LIMIT = 10_000

/** Series without anything in the window that are passed over in one page; looking costs too. */
const MAX_SERIES = 1_000

interface Sources {
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly rollups: Readonly<Record<Level, RollupsTable>>
  readonly tables: { readonly incidents: IncidentsTable }
}

/** Where the next page begins. */
type Place =
  | { readonly part: 'results'; readonly key: ResultKey }
  | { readonly part: Level; readonly series: number; readonly from: number }
  | { readonly part: 'incidents'; readonly openedAt: number; readonly id: string }

/** First all results, then minutes, then hours, then incidents: importing them in this order adds up. */
export function exportPage(query: ExportQuery, sources: Sources): ExportPage {
  const from = Math.ceil(query.from ?? Number.MIN_SAFE_INTEGER)
  const until = Math.ceil(query.until ?? Number.MAX_SAFE_INTEGER)
  const limit = Math.min(Math.max(1, query.limit ?? DEFAULT_LIMIT), MAX_LIMIT)
  const place = query.cursor === undefined ? firstResult(from) : parsePlace(query.cursor)
  const { records, next } = pageAt(place, { from, until, limit }, sources)
  return next === undefined ? { records } : { records, next: writePlace(next) }
}

interface Page {
  readonly records: readonly HistoryRecord[]
  readonly next: Place | undefined
}

interface Range {
  readonly from: number
  readonly until: number
  readonly limit: number
}

function pageAt(place: Place, range: Range, sources: Sources): Page {
  switch (place.part) {
    case 'results':
      return resultsAt(place.key, range, sources)
    case 'minute':
      return rollupsAt(place, range, sources)
    case 'hour':
      return rollupsAt(place, range, sources)
    case 'incidents':
      return incidentsAt(place, range, sources)
  }
}

function resultsAt(key: ResultKey, { from, until, limit }: Range, { results }: Sources): Page {
  const rows = results.after(key, until, limit)
  const records = rows.map(
    (row): HistoryRecord => ({ kind: 'result', result: results.observation(row) }),
  )
  const last = rows.at(-1)
  if (last && rows.length === limit) return { records, next: { part: 'results', key: keyOf(last) } }
  return { records, next: { part: 'minute', series: 0, from } }
}

function rollupsAt(
  place: Extract<Place, { part: Level }>,
  { from, until, limit }: Range,
  sources: Sources,
): Page {
  const { series, rollups } = sources
  const { part: level } = place
  const records: HistoryRecord[] = []
  let next = place
  for (let looked = 0; looked < MAX_SERIES && records.length < limit; looked++) {
    const each = series.from(next.series)
    if (!each) {
      const after: Place =
        level === 'minute'
          ? { part: 'hour', series: 0, from }
          : { part: 'incidents', openedAt: from, id: '' }
      return { records, next: after }
    }
    const start = each.id === next.series ? next.from : from
    const most = limit - records.length
    const rows = [...rollups[level].range(each.id, { from: start, until }, most)]
    for (const record of rollupRecords(each, level, rows, sources)) records.push(record)
    next =
      rows.length === most
        ? { part: level, series: each.id, from: (rows.at(-1)?.at ?? start) + 1 }
        : { part: level, series: each.id + 1, from }
  }
  return { records, next }
}

function rollupRecords(
  series: Series,
  level: Level,
  rows: readonly RollupRow[],
  { results, rollups }: Sources,
): readonly HistoryRecord[] {
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return []
  const before = observedBefore(series.id, first.at, { results, rollups })
  const after = observedFrom(series.id, last.at + LEVEL_MS[level], { results, rollups })
  const times = timesOfRollups(level, rows, before, after)
  return rows.map(({ at, tally }, index) => {
    return { kind: level, rollup: toRollup(series, at, tally, times[index] ?? noTime()) }
  })
}

function incidentsAt(
  { openedAt, id }: Extract<Place, { part: 'incidents' }>,
  { until, limit }: Range,
  { tables }: Sources,
): Page {
  const incidents = tables.incidents.after(openedAt, id, until, limit)
  const records = incidents.map((incident): HistoryRecord => ({ kind: 'incident', incident }))
  const last = incidents.at(-1)
  if (!last || incidents.length < limit) return { records, next: undefined }
  return { records, next: { part: 'incidents', openedAt: Math.floor(last.openedAt), id: last.id } }
}

function firstResult(from: number): Place {
  return { part: 'results', key: { at: from, series: -1, n: -1 } }
}

function keyOf({ at, series, n }: ResultKey): ResultKey {
  return { at, series, n }
}

/** Of what has numbers alone; three of a result, two of a rollup. */
const PLACE = /^(results|minute|hour)\.(-?\d{1,16})\.(-?\d{1,16})(?:\.(-?\d{1,16}))?$/

function writePlace(place: Place): string {
  switch (place.part) {
    case 'results':
      return `results.${place.key.at}.${place.key.series}.${place.key.n}`
    case 'incidents':
      return `incidents.${place.openedAt}:${place.id}`
    default:
      return `${place.part}.${place.series}.${place.from}`
  }
}

function parsePlace(cursor: string): Place {
  const [, openedAt, id] = /^incidents\.(-?\d{1,16}):(.{0,200})$/s.exec(cursor) ?? []
  if (openedAt !== undefined && id !== undefined) {
    return { part: 'incidents', openedAt: Number(openedAt), id }
  }
  const [, part, ...numbers] = PLACE.exec(cursor) ?? []
  const [a = 0, b = 0, c = 0] = numbers.map(Number)
  if (part === 'results' && numbers[2] !== undefined) {
    return { part, key: { at: a, series: b, n: c } }
  }
  if (part === 'minute' || part === 'hour') return { part, series: a, from: b }
  throw badCursor()
}
