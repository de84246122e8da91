import * as v from 'valibot'
import type { HistoryRecord } from '../../core/store/history-record.js'
import type { Fields } from '../../core/wire/field.js'
import { INCIDENT } from '../../core/wire/incident.js'
import { INCIDENT_ENTRY } from '../../core/wire/incident-entry.js'
import { OBSERVATION } from '../../core/wire/observation.js'
import { describeEntries } from '../../core/wire/record.js'
import { ROLLUP } from '../../core/wire/rollup.js'

function lineOf(kind: HistoryRecord['kind'], fields: Fields) {
  return v.strictObject({ kind: v.literal(kind), ...describeEntries(fields) })
}

/** What `toJsonLine` writes, for generators and tests. */
export const lineSchema = v.variant('kind', [
  lineOf('result', OBSERVATION),
  lineOf('minute', ROLLUP),
  lineOf('hour', ROLLUP),
  lineOf('incident', INCIDENT),
  lineOf('incident_entry', INCIDENT_ENTRY),
])
