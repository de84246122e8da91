import { LEVEL_MS, LEVELS } from '../../../core/level.js'
import { type ObservedTime, observedOnce } from '../../../core/time/observed-time.js'
import type { Session } from '../connect/database.js'
import { readResults } from '../tables/results.js'
import { observedBeside } from '../tables/rollups.js'

/** What was observed of a series last before a time, in single results or what is left of them. */
export async function observedBefore(
  session: Session,
  series: number,
  time: number,
): Promise<ObservedTime | undefined> {
  const [result] = await readResults(
    session,
    'WHERE result.series = $1 AND at < $2 ORDER BY at DESC, run DESC, seq DESC LIMIT 1',
    [series, Math.ceil(time)],
  )
  const found = [result && observedOnce(result.observation)]
  for (const level of LEVELS) {
    // Rollups that are over by then: others may tell of what came later.
    const end = time - LEVEL_MS[level] + 1
    found.push(await observedBeside(session, level, series, 'before', end))
  }
  let last: ObservedTime | undefined
  for (const each of found) if (each && each.lastAt > (last?.lastAt ?? -Infinity)) last = each
  return last
}

/** What was observed of a series first from a time on. */
export async function observedFrom(
  session: Session,
  series: number,
  from: number,
): Promise<ObservedTime | undefined> {
  const [result] = await readResults(
    session,
    'WHERE result.series = $1 AND at >= $2 ORDER BY at, run, seq LIMIT 1',
    [series, from],
  )
  let first = result && observedOnce(result.observation)
  for (const level of LEVELS) {
    const each = await observedBeside(session, level, series, 'from', from)
    if (each && each.firstAt < (first?.firstAt ?? Infinity)) first = each
  }
  return first
}
