import type { Level } from '../../../core/level.js'
import type { TimeWindow } from '../../../core/store/time-window.js'
import type { ObservedTime } from '../../../core/time/observed-time.js'
import { fromObservedBlob } from '../../rollup/observed-blob.js'
import { type RollupRow, toRollupRow, toTally } from '../../rollup/rollup-row.js'
import type { Tally } from '../../rollup/tally.js'
import type { Session } from '../connect/database.js'

/** A minute or hour of a series. */
export interface RollupOfSeries {
  readonly series: number
  readonly at: number
  readonly tally: Tally
}

type Row = RollupRow & { readonly series: number }

const COLUMNS =
  'series, at, good, slow, bad, unknown, lost, failures::text AS failures, histogram, observed'

export async function putRollups(
  session: Session,
  level: Level,
  rollups: readonly RollupOfSeries[],
): Promise<void> {
  if (rollups.length === 0) return
  const rows = rollups.map(({ at, tally }) => toRollupRow(at, tally))
  const of = <T>(value: (row: RollupRow) => T) => rows.map(value)
  await session.change(
    `INSERT INTO ${level} SELECT series, at, good, slow, bad, unknown, lost, failures::json, histogram, observed
      FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::integer[], $5::integer[], $6::integer[], $7::integer[],
        $8::text[], $9::bytea[], $10::bytea[])
      AS t (series, at, good, slow, bad, unknown, lost, failures, histogram, observed)
      ON CONFLICT (series, at) DO UPDATE SET good = excluded.good, slow = excluded.slow, bad = excluded.bad,
        unknown = excluded.unknown, lost = excluded.lost, failures = excluded.failures, histogram = excluded.histogram,
        observed = excluded.observed`,
    [
      rollups.map(({ series }) => series),
      of(({ at }) => at),
      of(({ good }) => good),
      of(({ slow }) => slow),
      of(({ bad }) => bad),
      of(({ unknown }) => unknown),
      of(({ lost }) => lost),
      of(({ failures }) => failures),
      of(({ histogram }) => histogram),
      of(({ observed }) => observed),
    ],
  )
}

/** Those that are there of some. */
export async function getRollups(
  session: Session,
  level: Level,
  keys: readonly { readonly series: number; readonly at: number }[],
): Promise<readonly RollupOfSeries[]> {
  if (keys.length === 0) return []
  const rows = await session.rows<Row>(
    `SELECT ${COLUMNS} FROM ${level} JOIN unnest($1::bigint[], $2::bigint[]) AS wanted (series, at) USING (series, at)`,
    [keys.map(({ series }) => series), keys.map(({ at }) => at)],
  )
  return rows.map(toRollup)
}

/** Whole minutes or hours of a series that begin in the window, ascending. */
export async function rollupsOfSeries(
  session: Session,
  level: Level,
  series: number,
  { from, until }: TimeWindow,
  limit: number | null = null,
): Promise<readonly RollupOfSeries[]> {
  const rows = await session.rows<Row>(
    `SELECT ${COLUMNS} FROM ${level} WHERE series = $1 AND at >= $2 AND at < $3 ORDER BY at LIMIT $4`,
    [series, from, until, limit],
  )
  return rows.map(toRollup)
}

/** What was observed last in minutes or hours that begin before a time, or first in those that begin from it on. */
export async function observedBeside(
  session: Session,
  level: Level,
  series: number,
  side: 'before' | 'from',
  time: number,
): Promise<ObservedTime | undefined> {
  const where = side === 'before' ? 'at < $2 ORDER BY at DESC' : 'at >= $2 ORDER BY at'
  const [row] = await session.rows<Pick<Row, 'at' | 'observed'>>(
    `SELECT at, observed FROM ${level} WHERE series = $1 AND ${where} LIMIT 1`,
    [series, time],
  )
  return row && fromObservedBlob(row.at, row.observed)
}

function toRollup(row: Row): RollupOfSeries {
  return { series: row.series, at: row.at, tally: toTally(row) }
}
