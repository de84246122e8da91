import * as v from 'valibot'
import { VERDICTS } from '../verdict.js'
import { count, duration, failure, flag, name, oneOf, text, wallTime } from '../wire/codec.js'
import { field, maybe, type RecordOf } from '../wire/field.js'
import { OBSERVATION } from '../wire/observation.js'
import { received } from '../wire/record.js'
import { exactSecondsOf } from '../wire/wire-times.js'

/** Most results of one batch: some 250 KB of JSON before compression. */
export const MAX_BATCH_RESULTS = 1_000

/** Most votes of one batch: one for each check of a location. */
export const MAX_BATCH_VOTES = 20_000

/** What one location believes of one check's target now. */
const VOTE = {
  checkId: field('check', name, 'The name of the check'),
  verdict: field('verdict', oneOf(VERDICTS), 'What the location believes of its target'),
  ageMs: field('age', duration, 'How long ago it was last confirmed, by the clock of the agent'),
  since: field('since', wallTime, 'Since when it believes so'),
  failure: maybe('failure', failure, 'Why there is no connection'),
  error: maybe('error', text, 'The same in words'),
  address: maybe('address', text, 'The address that speaks for the check'),
  /** Its own policy denies the target, for instance. */
  because: maybe('because', text, 'Why it cannot say anything of the target'),
} as const

export interface AgentVote extends RecordOf<typeof VOTE> {}

/** How an agent itself is. */
const REPORT = {
  clockAt: field('clock', wallTime, 'What the time is, by the clock of the agent'),
  isolated: maybe('isolated', flag, 'It does not reach the network at all'),
  overdue: field('overdue', count, 'Checks that are overdue'),
  spooled: field('spooled', count, 'Results that wait to be sent'),
  config: field('config', text, 'Version of the config that it runs; empty before the first'),
  version: field('version', name, 'Version of check-tcp'),
} as const

export interface AgentReport extends RecordOf<typeof REPORT> {}

/** Results that an agent had to drop before it could send them, since its spool was full. */
const GAP = {
  count: field('count', count, 'How many results were dropped'),
  from: field('from', wallTime, 'When the first of them was made'),
  until: field('until', wallTime, 'When the last of them was made'),
} as const

export interface SpoolGap extends RecordOf<typeof GAP> {}

const observation = received(OBSERVATION)
const vote = received(VOTE)
const report = received(REPORT)
const gap = received(GAP)

const batchEntries = {
  epoch: v.pipe(v.string(), v.uuid()),
  first: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
}

/** A batch as it is sent: JSON, maybe by a newer version. */
const agentBatchSchema = v.object({
  ...batchEntries,
  gap: v.exactOptional(gap.read),
  results: v.pipe(v.array(observation.read), v.maxLength(MAX_BATCH_RESULTS)),
  votes: v.pipe(v.array(vote.read), v.maxLength(MAX_BATCH_VOTES)),
  report: report.read,
})

/** The same as OpenAPI has it. */
export const describedBatch = v.object({
  epoch: v.pipe(batchEntries.epoch, v.description('Of the spool that numbers the results')),
  first: v.pipe(
    batchEntries.first,
    v.description('The number of the first result; where there are none, of the next'),
  ),
  gap: v.exactOptional(
    v.pipe(
      gap.described,
      v.description('Results that were lost before the first; they have numbers too'),
    ),
  ),
  results: v.pipe(v.array(observation.described), v.maxLength(MAX_BATCH_RESULTS)),
  votes: v.pipe(v.array(vote.described), v.maxLength(MAX_BATCH_VOTES)),
  report: report.described,
})

/**
 * What an agent tells its hub: results in the order in which they were made, what it believes now, and how it is.
 *
 * Results are numbered. `epoch` names the spool that numbers them, `first` is the number of the first; where there are none,
 * the number that the next will have. A gap stands before the first, and has numbers too.
 */
export interface AgentBatch extends v.InferOutput<typeof agentBatchSchema> {}

/** What goes over the wire for a batch. */
export function writeBatch(batch: AgentBatch): object {
  return {
    epoch: batch.epoch,
    first: batch.first,
    ...(batch.gap && { gap: gap.write?.(batch.gap, exactSecondsOf) }),
    results: batch.results.map((each) => observation.write?.(each, exactSecondsOf)),
    votes: batch.votes.map((each) => vote.write?.(each, exactSecondsOf)),
    report: report.write?.(batch.report, exactSecondsOf),
  }
}

/** @returns undefined for what no agent sends */
export function readBatch(json: unknown): AgentBatch | undefined {
  const read = v.safeParse(agentBatchSchema, json, { abortEarly: true })
  return read.success ? read.output : undefined
}
