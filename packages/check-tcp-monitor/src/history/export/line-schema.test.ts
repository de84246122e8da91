import * as v from 'valibot'
import { expect, it } from 'vitest'
import { evidence } from '../../../test/history/sample-history.js'
import type { HistoryRecord } from '../../core/store/history-record.js'
import { observedOnce } from '../../core/time/observed-time.js'
import type { Observation } from '../../core/wire/observation.js'
import { toJsonLine } from './json-line.js'
import { lineSchema } from './line-schema.js'

const at = Date.UTC(2026, 0, 5)
const result: Observation = {
  ...{ checkId: 'db', location: 'berlin', at, outcome: 'bad', attempts: 2, failure: 'refused' },
  ...{ fault: 'target', suspect: true, validMs: 60_000, certificateExpiresAt: at },
}
const time = { up: 60_000, down: 0, unknown: 0, maintenance: 0 }
const rollup = {
  ...{ checkId: 'db', location: 'berlin', at, good: 1, slow: 0, bad: 1, unknown: 0, lost: 1 },
  ...{ failures: { refused: 1 }, histogram: new Map([[7, 1]]), time },
  observed: observedOnce(result),
}
const RECORDS: readonly HistoryRecord[] = [
  { kind: 'result', result },
  { kind: 'minute', rollup },
  { kind: 'hour', rollup },
  {
    kind: 'incident',
    incident: {
      ...{
        id: 'db-1',
        subject: 'check',
        subjectId: 'db',
        location: 'berlin',
        verdict: 'down',
        severity: 'critical',
      },
      ...{ since: at, openedAt: at, closedAt: at, closedBecause: 'up', fault: 'target' },
      acknowledged: { at, by: 'ops' },
    },
  },
  {
    kind: 'incident_entry',
    entry: {
      ...{ incidentId: 'db-1', number: 7 },
      entry: { at, kind: 'evidence', location: 'berlin', evidence: evidence() },
    },
  },
]

it.each(RECORDS)('describes a line of an export: $kind', (record) => {
  const line: unknown = JSON.parse(toJsonLine(record))
  expect(v.safeParse(lineSchema, line).issues ?? []).toEqual([])
  expect(v.is(lineSchema, { ...Object(line), more: 1 })).toBe(false)
})
