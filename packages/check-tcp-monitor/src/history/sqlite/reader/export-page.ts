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
import type { IncidentEntriesTable } from '../tables/incident-entries-table.js'
import type { IncidentsTable } from '../tables/incidents-table.js'
import type { ResultKey } from '../tables/result-row.js'
import type { ResultsTable } from '../tables/results-table.js'
import type { RollupsTable } from '../tables/rollups-table.js'
import type { Series, SeriesTable } from '../tables/series.js'
import { observedBefore, observedFrom } from './neighbours.js'

/** Series without anything in the window that are passed over in one page; looking costs too. */
const MAX_SERIES = 1_000

interface Sources {
  readonly series: SeriesTable
  readonly results: ResultsTable
  readonly rollups: Readonly<Record<Level, RollupsTable>>
  readonly tables: { readonly incidents: IncidentsTable; readonly entries: IncidentEntriesTable }
}

/** First all results, then minutes, then hours, then incidents, then their entries: importing them in this order adds up. */
export function exportPage(query: ExportQuery, sources: Sources): ExportPage {
  const { place, ...range } = exportRange(query)
  const { records, next } = pageAt(place ?? firstResult(range.from), range, sources)
  return next === undefined ? { records } : { records, next: writePlace(next) }
}

interface Page {
  readonly records: readonly HistoryRecord[]
  readonly next: ExportPlace | undefined
}

function pageAt(place: ExportPlace, range: ExportRange, sources: Sources): Page {
  switch (place.part) {
    case 'results':
      return resultsAt(place.key, range, sources)
    case 'minute':
      return rollupsAt(place, range, sources)
    case 'hour':
      return rollupsAt(place, range, sources)
    case 'incidents':
      return incidentsAt(place, range, sources)
    case 'entries':
      return entriesAt(place, range, sources)
  }
}

function resultsAt(
  [at, series, n]: ResultsKey,
  { from, until, limit }: ExportRange,
  { results }: Sources,
): Page {
  const rows = results.after({ at, series, n }, until, limit)
  const records = rows.map(
    (row): HistoryRecord => ({ kind: 'result', result: results.observation(row) }),
  )
  const last = rows.at(-1)
  if (last && rows.length === limit) return { records, next: { part: 'results', key: keyOf(last) } }
  return { records, next: { part: 'minute', series: 0, from } }
}

function rollupsAt(
  place: Extract<ExportPlace, { part: Level }>,
  { from, until, limit }: ExportRange,
  sources: Sources,
): Page {
  const { series, rollups } = sources
  const { part: level } = place
  const records: HistoryRecord[] = []
  let next = place
  for (let looked = 0; looked < MAX_SERIES && records.length < limit; looked++) {
    const each = series.from(next.series)
    if (!each) {
      const after: ExportPlace =
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
  { openedAt, id }: Extract<ExportPlace, { part: 'incidents' }>,
  { from, until, limit }: ExportRange,
  { tables }: Sources,
): Page {
  const incidents = tables.incidents.after(openedAt, id, until, limit)
  const records = incidents.map((incident): HistoryRecord => ({ kind: 'incident', incident }))
  const last = incidents.at(-1)
  if (!last || incidents.length < limit) return { records, next: firstEntry(from) }
  return { records, next: { part: 'incidents', openedAt: Math.floor(last.openedAt), id: last.id } }
}

function entriesAt(
  place: Extract<ExportPlace, { part: 'entries' }>,
  { until, limit }: ExportRange,
  { tables }: Sources,
): Page {
  const found = tables.entries.after(place, until, Math.min(limit, MAX_ENTRIES))
  return entriesPage(found, Math.min(limit, MAX_ENTRIES))
}

function firstResult(from: number): ExportPlace {
  return { part: 'results', key: [from, -1, -1] }
}

function keyOf({ at, series, n }: ResultKey): ResultsKey {
  return [at, series, n]
}
