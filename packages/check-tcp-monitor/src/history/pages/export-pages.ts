import type { Level } from '../../core/level.js'
import type { ExportQuery, HistoryRecord } from '../../core/store/history-record.js'
import { badCursor } from '../../core/store/store-error.js'
import type { IncidentEntry } from '../../core/wire/incident-entry.js'

const DEFAULT_LIMIT = 1_000
const MAX_LIMIT = 10_000

/** The key of a result, three whole numbers in the order of the export. What they are differs by database. */
export type ResultsKey = readonly [number, number, number]

/** Where a page of an export begins. */
export type ExportPlace =
  | { readonly part: 'results'; readonly key: ResultsKey }
  | { readonly part: Level; readonly series: number; readonly from: number }
  | { readonly part: 'incidents'; readonly openedAt: number; readonly id: string }
  | EntryPlace

/** Behind one entry of an incident; incidents by when they were opened. */
export interface EntryPlace {
  readonly part: 'entries'
  readonly openedAt: number
  readonly id: string
  readonly number: number
}

/** An entry, and when its incident was opened, whole milliseconds. */
export interface PlacedEntry {
  readonly entry: IncidentEntry
  readonly openedAt: number
}

/** Entries of one page: some may be evidence of 20 KB. */
export const MAX_ENTRIES = 1_000

export function firstEntry(from: number): EntryPlace {
  return { part: 'entries', openedAt: from, id: '', number: -1 }
}

/** @param found as many as there are room for, where there are so many */
export function entriesPage(
  found: readonly PlacedEntry[],
  limit: number,
): { readonly records: readonly HistoryRecord[]; readonly next: EntryPlace | undefined } {
  const records = found.map(({ entry }): HistoryRecord => ({ kind: 'incident_entry', entry }))
  const last = found.at(-1)
  if (!last || found.length < limit) return { records, next: undefined }
  const { openedAt, entry } = last
  const next = { openedAt, id: entry.incidentId, number: entry.number }
  return { records, next: { part: 'entries', ...next } }
}

/** What may be in a page. */
export interface ExportRange {
  readonly from: number
  readonly until: number
  readonly limit: number
}

/** @throws {StoreError} `STORE_BAD_CURSOR` */
export function exportRange({
  from = Number.MIN_SAFE_INTEGER,
  until = Number.MAX_SAFE_INTEGER,
  limit = DEFAULT_LIMIT,
  cursor,
}: ExportQuery): ExportRange & { readonly place: ExportPlace | undefined } {
  return {
    from: Math.ceil(from),
    until: Math.ceil(until),
    limit: Math.min(Math.max(1, limit), MAX_LIMIT),
    place: cursor === undefined ? undefined : parsePlace(cursor),
  }
}

/** Of what has numbers alone; three of a result, two of a rollup. */
const PLACE = /^(results|minute|hour)\.(-?\d{1,16})\.(-?\d{1,16})(?:\.(-?\d{1,16}))?$/

export function writePlace(place: ExportPlace): string {
  switch (place.part) {
    case 'results':
      return `results.${place.key.join('.')}`
    case 'incidents':
      return `incidents.${place.openedAt}:${place.id}`
    case 'entries':
      return `entries.${place.openedAt}:${place.number}:${place.id}`
    default:
      return `${place.part}.${place.series}.${place.from}`
  }
}

function parsePlace(cursor: string): ExportPlace {
  const [, openedAt, id] = /^incidents\.(-?\d{1,16}):(.{0,200})$/s.exec(cursor) ?? []
  if (openedAt !== undefined && id !== undefined) {
    return { part: 'incidents', openedAt: Number(openedAt), id }
  }
  const [, opened, number, incident] =
    /^entries\.(-?\d{1,16}):(-?\d{1,16}):(.{0,200})$/s.exec(cursor) ?? []
  if (opened !== undefined && incident !== undefined) {
    return { part: 'entries', openedAt: Number(opened), id: incident, number: Number(number) }
  }
  const [, part, ...numbers] = PLACE.exec(cursor) ?? []
  const [a = 0, b = 0, c = 0] = numbers.map(Number)
  if (part === 'results' && numbers[2] !== undefined) {
    return { part, key: [a, b, c] }
  }
  if (part === 'minute' || part === 'hour') return { part, series: a, from: b }
  throw badCursor()
}
