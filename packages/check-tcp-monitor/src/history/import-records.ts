import type { HistoryRecord, Imported, Level, Rollup } from '../core/store.js'
import type { Incident } from '../core/wire/incident.js'
import type { Observation } from '../core/wire/observation.js'
import type { HistoryTables } from './history-tables.js'
import type { RollupStep } from './open-minutes.js'
import type { ResultKeeper } from './result-keeper.js'
import { LEVEL_MS } from './rollups-table.js'
import { countOfTally, type Tally } from './tally.js'

interface Targets {
  readonly keeper: ResultKeeper
  readonly tables: HistoryTables
}

/**
 * Adds what is not there yet. Within a transaction; then the keeper's `stepDone`, or `forget`.
 *
 * - A result that is there with all its values is there; one from before the oldest that are kept is left out, since its
 *   minute is in the rollups and the next purge would delete it.
 * - Of two rollups of one minute or hour, the one that counts more results stays: both are of the same results.
 * - An incident that is known by its id stays as it is; an open one is left out where its subject has one.
 */
export function importInto(
  { keeper, tables }: Targets,
  records: readonly HistoryRecord[],
): Imported & { readonly step: RollupStep } {
  // All that is imported lies before the watermark then, so that it is counted in the rollups at once.
  const step = keeper.writeStepThrough(Math.max(0, ...records.map(endOf)))
  const results = newResults(keeper, records)
  keeper.write(results, step, true)
  let added = results.length
  for (const record of records) {
    if (record.kind === 'result') continue
    const isNew =
      record.kind === 'incident'
        ? addIncident(tables, record.incident)
        : addRollup(keeper, record.kind, record.rollup)
    if (isNew) added++
  }
  return { added, present: records.length - added, step }
}

function endOf(record: HistoryRecord): number {
  switch (record.kind) {
    case 'result':
      return record.result.at + LEVEL_MS.minute
    case 'minute':
    case 'hour':
      return record.rollup.at + LEVEL_MS[record.kind]
    case 'incident':
      return 0
  }
}

function newResults(
  keeper: ResultKeeper,
  records: readonly HistoryRecord[],
): readonly Observation[] {
  const keptFrom = keeper.marks.get('raw_from')
  const seen = new Set<string>()
  return records.flatMap((record) => {
    if (record.kind !== 'result' || record.result.at < keptFrom) return []
    const { result } = record
    const key = JSON.stringify(result)
    const series = keeper.series.idFor(result.checkId, result.location)
    if (seen.has(key) || keeper.results.has(series, result)) return []
    seen.add(key)
    return [result]
  })
}

function addRollup(keeper: ResultKeeper, level: Level, rollup: Rollup): boolean {
  if (rollup.at < keeper.marks.get(`${level}_from`)) return false
  const series = keeper.series.idFor(rollup.checkId, rollup.location)
  const ours = keeper.rollups[level].get(series, rollup.at)
  const theirs: Tally = {
    ...rollup,
    failures: new Map(Object.entries(rollup.failures)),
    observed: rollup.observed,
    isOrdered: true,
  }
  if (ours && countOfTally(ours) >= countOfTally(theirs)) return false
  keeper.rollups[level].put(series, rollup.at, theirs)
  return true
}

function addIncident({ incidents }: HistoryTables, incident: Incident): boolean {
  if (incidents.byId(incident.id)) return false
  const { subject, subjectId, closedAt } = incident
  if (closedAt === undefined && incidents.hasOpen(subject, subjectId)) return false
  incidents.putAll([incident])
  return true
}
