import { LEVELS, type Level } from '../../../core/level.js'
import type { HistoryRecord, Imported } from '../../../core/store/history-record.js'
import type { Incident } from '../../../core/wire/incident.js'
import type { Observation } from '../../../core/wire/observation.js'
import type { Rollup } from '../../../core/wire/rollup.js'
import { endOfRecords } from '../../rollup/end-of-records.js'
import { countOfTally } from '../../rollup/tally.js'
import type { Session } from '../connect/database.js'
import { importEntry } from '../tables/incident-entries.js'
import { hasOpen, incidentById, putIncidents } from '../tables/incidents.js'
import { type Mark, readMark } from '../tables/mark.js'
import { resultsAt } from '../tables/results.js'
import { getRollups, putRollups, type RollupOfSeries } from '../tables/rollups.js'
import { rollUpThrough } from './roll-up.js'
import type { BatchWriter } from './write-batches.js'

/** Adds what is not there yet, by the rules of `sqlite/writer/import-records.ts`. Within a transaction. */
export async function importInto(
  session: Session,
  writer: BatchWriter,
  records: readonly HistoryRecord[],
): Promise<Imported> {
  const held = await readMark(session, 'FOR UPDATE')
  // All that is imported lies before the watermark then, so that it is counted in the rollups at once.
  const mark = await rollUpThrough(session, held, endOfRecords(records))
  await writer.series.learn(
    session,
    records.flatMap((record) => {
      if (record.kind === 'incident' || record.kind === 'incident_entry') return []
      return [record.kind === 'result' ? record.result : record.rollup]
    }),
  )
  const results = await newResults(session, writer, records, mark)
  await writer.writeForeign(session, mark, results)
  let added = results.length
  for (const level of LEVELS) added += await addRollups(session, writer, level, records, mark)
  for (const record of records) {
    if (record.kind === 'incident' && (await addIncident(session, record.incident))) added++
    if (record.kind === 'incident_entry' && (await importEntry(session, record.entry))) added++
  }
  return { added, present: records.length - added }
}

async function addIncident(session: Session, incident: Incident): Promise<boolean> {
  if (await incidentById(session, incident.id)) return false
  if (incident.closedAt === undefined && (await hasOpen(session, incident))) return false
  await putIncidents(session, [incident])
  return true
}

/** Those that are not there with all their values, each once, and not from before the oldest that are kept. */
async function newResults(
  session: Session,
  { series }: BatchWriter,
  records: readonly HistoryRecord[],
  { rawFrom }: Mark,
): Promise<readonly Observation[]> {
  const wanted = records.flatMap((record) =>
    record.kind === 'result' && record.result.at >= rawFrom ? [record.result] : [],
  )
  const keys = wanted.map((result) => ({ series: series.idOf(result), at: Math.floor(result.at) }))
  const present = await resultsAt(session, keys)
  const seen = new Set(present.map(({ observation }) => keyOf(observation)))
  return wanted.filter((result) => {
    const key = keyOf({ ...result, at: Math.floor(result.at) })
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The values of a result, whatever the order of its fields. */
function keyOf(result: Observation): string {
  return JSON.stringify(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function addRollups(
  session: Session,
  { series }: BatchWriter,
  level: Level,
  records: readonly HistoryRecord[],
  { minuteFrom, hourFrom }: Mark,
): Promise<number> {
  const from = level === 'minute' ? minuteFrom : hourFrom
  const theirs = records.flatMap((record) =>
    record.kind === level && record.rollup.at >= from
      ? [toRollup(series.idOf(record.rollup), record.rollup)]
      : [],
  )
  const ours = new Map(
    (await getRollups(session, level, theirs)).map((each) => [`${each.series}.${each.at}`, each]),
  )
  let added = 0
  for (const each of theirs) {
    const key = `${each.series}.${each.at}`
    const known = ours.get(key)
    if (known && countOfTally(known.tally) >= countOfTally(each.tally)) continue
    ours.set(key, each)
    added++
  }
  const put = [...ours.values()].filter((each) => theirs.includes(each))
  await putRollups(session, level, put)
  return added
}

function toRollup(series: number, rollup: Rollup): RollupOfSeries {
  const tally = {
    ...rollup,
    failures: new Map(Object.entries(rollup.failures)),
    histogram: new Map(rollup.histogram),
    observed: rollup.observed,
    isOrdered: true,
  }
  return { series, at: rollup.at, tally }
}
