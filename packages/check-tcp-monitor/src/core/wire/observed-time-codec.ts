import * as v from 'valibot'
import type { ObservedTime } from '../time/observed-time.js'
import { COUNTS_AS, TIME_STATES } from '../time/time-state.js'
import { type Codec, oneOf, wallTime, wholeDuration } from './codec.js'
import { field, maybe, type RecordOf } from './field.js'
import { describeRecord, nested, readEntries, recordReader, writerOf } from './record.js'

/** What a stretch of time was for a target. */
const STATE_TIMES = {
  up: field('up', wholeDuration, 'It was up'),
  down: field('down', wholeDuration, 'It was down'),
  unknown: field('unknown', wholeDuration, 'Nothing could be known'),
  maintenance: field('maintenance', wholeDuration, 'Maintenance was planned'),
} as const

export const stateTimes = nested(STATE_TIMES)

/** `ObservedTime` as it stands in JSON: one object, without one for the times within it. */
const OBSERVED = {
  firstAt: field('first', wallTime, 'When the first result was made'),
  lastAt: field('last', wallTime, 'When the last one was made'),
  lastCountsAs: field('counts_as', oneOf(COUNTS_AS), 'What the time after the last one counts as'),
  lastValidMs: field('valid_for', wholeDuration, 'For how long at most'),
  ...STATE_TIMES,
  unconfirmedMs: field('unconfirmed', wholeDuration, 'What the next result decides upon'),
  decidedAs: maybe('decided_as', oneOf(TIME_STATES), 'What the first result that decides said'),
} as const

function toObservedTime(read: RecordOf<typeof OBSERVED>): ObservedTime {
  const { firstAt, lastAt, up, down, unknown, maintenance, decidedAs, ...rest } = read
  const times = { up, down, unknown, maintenance }
  return { ...rest, firstAt, lastAt: Math.max(firstAt, lastAt), times, decidedAs }
}

const readObserved = recordReader(OBSERVED)
const writeObserved = writerOf(OBSERVED)

/** The time from the first result of a minute or hour to the last, so that it can be imported. */
export const observedTime: Codec<ObservedTime> = {
  described: describeRecord(OBSERVED),
  read: v.pipe(
    v.strictObject(readEntries(OBSERVED)),
    v.transform((read) => toObservedTime(readObserved(read))),
  ),
  write: ({ times, decidedAs, ...rest }, seconds) =>
    writeObserved({ ...rest, ...times, ...(decidedAs ? { decidedAs } : {}) }, seconds),
}
