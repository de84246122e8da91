import type { Failure, Fault } from 'check-tcp'
import * as v from 'valibot'
import type { HistoryRecord } from '../../core/store.js'
import { outcomeCountsAs } from '../../core/time/counts-as.js'
import { noTime, type ObservedTime } from '../../core/time/observed-time.js'
import { COUNTS_AS, TIME_STATES } from '../../core/time/time-state.js'
import { SEVERITIES, VERDICTS } from '../../core/verdict.js'
import type { Incident } from '../../core/wire/incident.js'
import { type Observation, OUTCOMES } from '../../core/wire/observation.js'
import { moment, seconds, wholeMilliseconds } from './line-times.js'

/** More than any field of an export has. */
const LONGEST_TEXT = 65_536

const text = v.pipe(v.string(), v.maxLength(LONGEST_TEXT))
const name = v.pipe(text, v.minLength(1))
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
  check: name,
  location: name,
  timestamp: moment,
  outcome: v.picklist(OUTCOMES),
  response_time: v.exactOptional(seconds),
  dns_time: v.exactOptional(seconds),
  syn_retransmits: v.exactOptional(count),
  address: v.exactOptional(text),
  attempts: v.pipe(count, v.maxValue(1_000_000)),
  ...why,
  cause: v.exactOptional(text),
  suspect: v.exactOptional(v.literal(true)),
  certificate_expires_at: v.exactOptional(moment),
  lateness: v.exactOptional(seconds),
  counts_as: v.exactOptional(v.picklist(COUNTS_AS)),
  valid_for: v.exactOptional(wholeMilliseconds),
})

const times = {
  up: wholeMilliseconds,
  down: wholeMilliseconds,
  unknown: wholeMilliseconds,
  maintenance: wholeMilliseconds,
}

const Observed = v.strictObject({
  first: moment,
  last: moment,
  counts_as: v.picklist(COUNTS_AS),
  valid_for: wholeMilliseconds,
  ...times,
  unconfirmed: wholeMilliseconds,
  decided_as: v.exactOptional(v.picklist(TIME_STATES)),
})

const rollup = {
  check: name,
  location: name,
  start: moment,
  good: count,
  slow: count,
  bad: count,
  unknown: count,
  lost_syns: count,
  time: v.exactOptional(v.strictObject(times)),
  observed: v.exactOptional(Observed),
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
  subject_id: name,
  verdict: v.picklist(VERDICTS),
  severity: v.picklist(SEVERITIES),
  since: moment,
  opened_at: moment,
  closed_at: v.exactOptional(moment),
  ...why,
  closed_because: v.exactOptional(text),
  acknowledged: v.exactOptional(
    v.strictObject({ at: moment, by: text, note: v.exactOptional(text) }),
  ),
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
    case 'result':
      return { record: { kind: output.kind, result: resultOf(output) } }
    case 'minute':
    case 'hour': {
      const { kind, check: checkId, start: at, lost_syns: lost, observed, ...rest } = output
      const more = observed ? { observed: observedOf(observed) } : {}
      return { record: { kind, rollup: { checkId, at, lost, time: noTime(), ...rest, ...more } } }
    }
    case 'incident':
      return { record: { kind: output.kind, incident: incidentOf(output) } }
  }
}

function resultOf(line: v.InferOutput<typeof Result>): Observation {
  const { kind, check, timestamp, response_time, dns_time, syn_retransmits, lateness, ...others } =
    line
  const { counts_as, valid_for, certificate_expires_at: expiry, ...same } = others
  const own = counts_as !== undefined && counts_as !== outcomeCountsAs(line.outcome)
  return {
    checkId: check,
    at: timestamp,
    ...same,
    ...(response_time === undefined ? {} : { responseMs: response_time }),
    ...(dns_time === undefined ? {} : { dnsMs: dns_time }),
    ...(syn_retransmits === undefined ? {} : { synRetransmits: syn_retransmits }),
    ...(lateness === undefined ? {} : { latenessMs: lateness }),
    ...(own ? { countsAs: counts_as } : {}),
    ...(valid_for === undefined ? {} : { validMs: valid_for }),
    ...(expiry === undefined ? {} : { certificateExpiresAt: expiry }),
  }
}

function observedOf(line: v.InferOutput<typeof Observed>): ObservedTime {
  const { first, last, counts_as, valid_for, unconfirmed, decided_as, ...state } = line
  return {
    firstAt: first,
    lastAt: Math.max(first, last),
    lastCountsAs: counts_as,
    lastValidMs: valid_for,
    times: state,
    unconfirmedMs: unconfirmed,
    decidedAs: decided_as,
  }
}

function incidentOf(line: v.InferOutput<typeof IncidentRecord>): Incident {
  const { kind, subject_id, opened_at, closed_at, closed_because, ...same } = line
  return {
    ...same,
    subjectId: subject_id,
    openedAt: opened_at,
    ...(closed_at === undefined ? {} : { closedAt: closed_at }),
    ...(closed_because === undefined ? {} : { closedBecause: closed_because }),
  }
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(value)
}
