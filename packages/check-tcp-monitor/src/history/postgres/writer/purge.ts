import { type Level, startOf } from '../../../core/level.js'
import type { Retention } from '../../../core/store/store-admin.js'
import type { Database, Session } from '../connect/database.js'
import type { Partitions } from '../schema/partitions.js'
import { moveMark, readMark } from '../tables/mark.js'
import { deleteWindowsEndedBefore } from '../tables/planned-windows.js'
import { seriesFrom } from '../tables/series.js'
import { rollUpStep } from './roll-up.js'

/** Series of which old rollups are deleted in one transaction. */
const SERIES = 200

/** Incidents and dead letters that are deleted in one transaction. */
const ROWS = 5_000

interface PurgeParts {
  readonly database: Database
  readonly partitions: Partitions
  readonly isStopped: () => boolean
}

/**
 * Deletes what is older than its retention. Results go only once they are in the rollups: nobody sees them from then on, and the table of
 * their day is dropped when the whole day is so old.
 *
 * @returns how many were deleted, or are seen by nobody any more
 */
export async function purge(
  parts: PurgeParts,
  now: number,
  { rawMs, minuteMs, hourMs, incidentMs }: Retention,
): Promise<number> {
  // A window's edges are cut from finer levels, so that a coarser one is never kept for less.
  const keptMinuteMs = Math.max(rawMs, minuteMs)
  const steps = [
    () => purgeResults(parts, startOf('minute', now - rawMs)),
    () => purgeRollups(parts, 'minute', startOf('hour', now - keptMinuteMs)),
    () => purgeRollups(parts, 'hour', startOf('hour', now - Math.max(keptMinuteMs, hourMs))),
    () => purgeEnded(parts, Math.floor(now - incidentMs)),
  ]
  let deleted = 0
  for (const step of steps) if (!parts.isStopped()) deleted += await step()
  return deleted
}

const purging = 'cannot purge'

async function purgeResults(parts: PurgeParts, bound: number): Promise<number> {
  const { database, partitions, isStopped } = parts
  for (let isDone = false; !isDone && !isStopped(); ) {
    isDone = await database.write(purging, async (session) => {
      const mark = await readMark(session, 'FOR UPDATE')
      return (await rollUpStep(session, mark, bound)) === undefined
    })
  }
  const { hidden, rawFrom } = await database.write(purging, async (session) => {
    const mark = await readMark(session, 'FOR UPDATE')
    // A late result may have come in between that is not in the rollups yet; it stays until the next purge.
    const time = Math.max(mark.rawFrom, Math.min(bound, mark.minute))
    await moveMark(session, { ...mark, rawFrom: time })
    return { hidden: await countResults(session, mark.rawFrom, time), rawFrom: time }
  })
  await partitions.dropBefore(rawFrom)
  await database.write(purging, (session) =>
    session.change('DELETE FROM result_other WHERE at < $1', [rawFrom]),
  )
  return hidden
}

async function countResults(session: Session, from: number, until: number): Promise<number> {
  const [row] = await session.rows<{ readonly count: number }>(
    'SELECT count(*) AS count FROM result WHERE at >= $1 AND at < $2',
    [from, until],
  )
  return row?.count ?? 0
}

async function purgeRollups(
  { database, isStopped }: PurgeParts,
  level: Level,
  bound: number,
): Promise<number> {
  await database.write(purging, async (session) => {
    const mark = await readMark(session, 'FOR UPDATE')
    const key = level === 'minute' ? 'minuteFrom' : 'hourFrom'
    if (bound > mark[key]) await moveMark(session, { ...mark, [key]: bound })
  })
  let deleted = 0
  for (let next: number | undefined = 0; next !== undefined && !isStopped(); ) {
    const from: number = next
    const step = await database.write(purging, async (session) => {
      const series = await seriesFrom(session, from, SERIES)
      const ids = series.map(({ id }) => id)
      const sql = `DELETE FROM ${level} WHERE series = ANY($1::bigint[]) AND at < $2`
      return { count: await session.change(sql, [ids, bound]), last: ids.at(-1) }
    })
    deleted += step.count
    next = step.last === undefined ? undefined : step.last + 1
  }
  return deleted
}

async function purgeEnded({ database, isStopped }: PurgeParts, bound: number): Promise<number> {
  let deleted = 0
  for (const [table, key, column] of [
    ['incident', 'id', 'closed_at'],
    ['outbox', 'seq', 'dead_at'],
  ]) {
    const sql = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${column} < $1 LIMIT ${ROWS})`
    for (let count = ROWS; count === ROWS && !isStopped(); ) {
      count = await database.write(purging, (session) => session.change(sql, [bound]))
      deleted += count
    }
  }
  return (
    deleted + (await database.write(purging, (session) => deleteWindowsEndedBefore(session, bound)))
  )
}
