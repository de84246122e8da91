import type { Level } from '../../../core/level.js'
import type { HistoryRecord, Imported } from '../../../core/store/history-record.js'
import type { Incident } from '../../../core/wire/incident.js'
import type { Observation } from '../../../core/wire/observation.js'
import type { Rollup } from '../../../core/wire/rollup.js'
import { endOfRecords } from '../../rollup/end-of-records.js'
import { countOfTally, type Tally } from '../../rollup/tally.js'
import type { Watermark } from '../../rollup/watermark.js'
import type { HistoryTables } from '../tables/history-tables.js'
import type { ResultWriter } from './result-writer.js'

interface Targets {
  readonly resultWriter: ResultWriter
  readonly tables: HistoryTables
}

/**
 * Adds what is not there yet. Within a transaction; then the keeper's `stepDone`, or `forget`.
 *
 * - A result that is there with all its values is there; one from before the oldest that are kept is left out, since its
 *   minute is in the rollups and the next purge would delete it.
 * - Of two rollups of one minute or hour, the one that counts more results stays: both are of the same results.
 * - An incident that is known by its id stays as it is; an open one is left out where its subject has one, seen from there.
 * - An entry that is known by its incident and number stays as it is; one whose incident is not there is left out.
 */
export function importInto(
  { resultWriter, tables }: Targets,
  records: readonly HistoryRecord[],
): Imported & { readonly step: Watermark } {
  // All that is imported lies before the watermark then, so that it is counted in the rollups at once.
  const step = resultWriter.rollUpThrough(endOfRecords(records))
  const results = newResults(resultWriter, records)
  resultWriter.write(results, step, () => true)
  resultWriter.results.spans.fill(endOfRecords(records), Infinity)
  const addRecord = (record: Exclude<HistoryRecord, { kind: 'result' }>): boolean => {
    switch (record.kind) {
      case 'incident':
        return addIncident(tables, record.incident)
      case 'incident_entry':
        return tables.entries.import(record.entry)
      default:
        return addRollup(resultWriter, record.kind, record.rollup)
    }
  }
  let added = results.length
  for (const record of records) {
    if (record.kind === 'result') continue
    if (addRecord(record)) added++
  }
  return { added, present: records.length - added, step }
}

function newResults(
  resultWriter: ResultWriter,
  records: readonly HistoryRecord[],
): readonly Observation[] {
  const keptFrom = resultWriter.watermarks.get('raw_from')
  const seen = new Set<string>()
  return records.flatMap((record) => {
    if (record.kind !== 'result' || record.result.at < keptFrom) return []
    const { result } = record
    const key = JSON.stringify(result)
    const series = resultWriter.series.idFor(result.checkId, result.location)
    if (seen.has(key) || resultWriter.results.has(series, result)) return []
    seen.add(key)
    return [result]
  })
}

function addRollup(resultWriter: ResultWriter, level: Level, rollup: Rollup): boolean {
  if (rollup.at < resultWriter.watermarks.get(`${level}_from`)) return false
  const series = resultWriter.series.idFor(rollup.checkId, rollup.location)
  const ours = resultWriter.rollups[level].get(series, rollup.at)
  const theirs: Tally = {
    ...rollup,
    failures: new Map(Object.entries(rollup.failures)),
    observed: rollup.observed,
    isOrdered: true,
  }
  if (ours && countOfTally(ours) >= countOfTally(theirs)) return false
  resultWriter.rollups[level].put(series, rollup.at, theirs)
  return true
}

function addIncident({ incidents }: HistoryTables, incident: Incident): boolean {
  if (incidents.byId(incident.id)) return false
  if (incident.closedAt === undefined && incidents.hasOpen(incident)) return false
  incidents.putAll([incident])
  return true
}
