import * as v from 'valibot'
import type { HistoryRecord } from '../../core/store/history-record.js'
import type { Fields } from '../../core/wire/field.js'
import { INCIDENT } from '../../core/wire/incident.js'
import { INCIDENT_ENTRY } from '../../core/wire/incident-entry.js'
import { OBSERVATION } from '../../core/wire/observation.js'
import { readEntries, recordReader } from '../../core/wire/record.js'
import { ROLLUP } from '../../core/wire/rollup.js'

function lineOf<const K extends HistoryRecord['kind']>(kind: K, fields: Fields) {
  return v.strictObject({ kind: v.literal(kind), ...readEntries(fields) })
}

const Line = v.variant('kind', [
  lineOf('result', OBSERVATION),
  lineOf('minute', ROLLUP),
  lineOf('hour', ROLLUP),
  lineOf('incident', INCIDENT),
  lineOf('incident_entry', INCIDENT_ENTRY),
])

const readResult = recordReader(OBSERVATION)
const readRollup = recordReader(ROLLUP)
const readIncident = recordReader(INCIDENT)
const readEntry = recordReader(INCIDENT_ENTRY)

/** What is wrong with a line, or its record. */
type ParsedLine = { readonly record: HistoryRecord } | { readonly problem: string }

/** Reads what `toJsonLine` wrote. */
export function parseJsonLine(line: string): ParsedLine {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'no JSON' }
  }
  const { success, output, issues } = v.safeParse(Line, json)
  if (!success) {
    const path = v.getDotPath(issues[0])
    return { problem: `${path === null ? '' : `${path}: `}${issues[0].message}` }
  }
  const { kind, ...read } = output
  switch (kind) {
    case 'result':
      return { record: { kind, result: readResult(read) } }
    case 'minute':
    case 'hour':
      return { record: { kind, rollup: readRollup(read) } }
    case 'incident':
      return { record: { kind, incident: readIncident(read) } }
    case 'incident_entry':
      return { record: { kind, entry: readEntry(read) } }
  }
}
