import type { Failure, Fault } from 'check-tcp'
import * as v from 'valibot'
import { OUTCOMES } from '../core/observation.js'
import type { HistoryRecord } from '../core/store.js'
import { SEVERITIES, VERDICTS } from '../core/verdict.js'

/** More than any field of an export has. */
const LONGEST_TEXT = 65_536

const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT))
const name = v.pipe(text, v.minLength(1))
/** Milliseconds since 1970, until the year 5138; SQLite and dates hold more. */
const time = v.pipe(v.number(), v.minValue(-1e14), v.maxValue(1e14))
const wholeTime = v.pipe(time, v.integer())
const duration = v.pipe(v.number(), v.minValue(0), v.finite())
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
/** A word, so that what a newer version calls a failure is imported too. */
const failure = v.custom<Failure>(isWord, 'the name of a failure is expected')
const fault = v.custom<Fault>(isWord, 'the name of a fault is expected')

const why = {
  failure: v.exactOptional(failure),
  fault: v.exactOptional(fault),
  error: v.exactOptional(text),
  code: v.exactOptional(text),
}

const Result = v.strictObject({
  kind: v.literal('result'),
  checkId: name,
  location: name,
  at: wholeTime,
  outcome: v.picklist(OUTCOMES),
  responseMs: v.exactOptional(duration),
  dnsMs: v.exactOptional(duration),
  synRetransmits: v.exactOptional(count),
  address: v.exactOptional(text),
  attempts: v.pipe(count, v.maxValue(1_000_000)),
  ...why,
  cause: v.exactOptional(text),
  suspect: v.exactOptional(v.literal(true)),
  latenessMs: v.exactOptional(duration),
})

const rollup = {
  checkId: name,
  location: name,
  at: wholeTime,
  good: count,
  slow: count,
  bad: count,
  unknown: count,
  lost: count,
  failures: v.record(name, count),
  histogram: v.pipe(
    v.array(
      v.tuple([v.pipe(v.number(), v.integer(), v.minValue(-1_000), v.maxValue(10_000)), count]),
    ),
    v.transform((pairs) => new Map(pairs)),
  ),
}

const IncidentRecord = v.strictObject({
  kind: v.literal('incident'),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,128}$/)),
  subject: v.picklist(['check', 'location', 'monitor']),
  subjectId: name,
  verdict: v.picklist(VERDICTS),
  severity: v.picklist(SEVERITIES),
  since: time,
  openedAt: time,
  closedAt: v.exactOptional(time),
  ...why,
  closedBecause: v.exactOptional(text),
  acknowledged: v.exactOptional(
    v.strictObject({ at: time, by: text, note: v.exactOptional(text) }),
  ),
  suppressedBy: v.exactOptional(text),
})

const Line = v.variant('kind', [
  Result,
  v.strictObject({ kind: v.literal('minute'), ...rollup }),
  v.strictObject({ kind: v.literal('hour'), ...rollup }),
  IncidentRecord,
])

/** What is wrong with a line, or its record. */
export type ParsedLine = { readonly record: HistoryRecord } | { readonly problem: string }

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
  switch (output.kind) {
    case 'result': {
      const { kind, ...result } = output
      return { record: { kind, result } }
    }
    case 'minute':
    case 'hour': {
      const { kind, ...parts } = output
      return { record: { kind, rollup: parts } }
    }
    case 'incident': {
      const { kind, ...incident } = output
      return { record: { kind, incident } }
    }
  }
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(value)
}
