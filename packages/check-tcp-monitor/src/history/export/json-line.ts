import { jsonText } from 'check-tcp/words'
import type { HistoryRecord } from '../../core/store/history-record.js'
import { INCIDENT } from '../../core/wire/incident.js'
import { INCIDENT_ENTRY } from '../../core/wire/incident-entry.js'
import { OBSERVATION } from '../../core/wire/observation.js'
import { fieldsWriter } from '../../core/wire/record.js'
import { ROLLUP } from '../../core/wire/rollup.js'
import { exactSecondsOf } from '../../core/wire/wire-times.js'

const writeResult = fieldsWriter(OBSERVATION, exactSecondsOf)
const writeRollup = fieldsWriter(ROLLUP, exactSecondsOf)
const writeIncident = fieldsWriter(INCIDENT, exactSecondsOf)
const writeEntry = fieldsWriter(INCIDENT_ENTRY, exactSecondsOf)

/**
 * One record as a line of NDJSON: its `kind`, then its fields by the names that the HTTP API has for them, with times in
 * RFC 3339 and durations in seconds; a histogram as pairs of bucket and count.
 */
export function toJsonLine(record: HistoryRecord): string {
  return `${jsonText(lineOf(record))}\n`
}

function lineOf(record: HistoryRecord): object {
  const { kind } = record
  switch (kind) {
    case 'result':
      return writeResult({ kind }, record.result)
    case 'minute':
    case 'hour':
      return writeRollup({ kind }, record.rollup)
    case 'incident':
      return writeIncident({ kind }, record.incident)
    case 'incident_entry':
      return writeEntry({ kind }, record.entry)
  }
}
