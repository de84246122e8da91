import { type ObservedTime, observedAt } from '../../core/time/observed-time.js'
import { COUNTS_AS, TIME_STATES } from '../../core/time/time-state.js'
import { pushVarint, VarintReader } from './varints.js'

const STATES = COUNTS_AS.length

/**
 * The time that the results of a minute or hour cover, in few bytes: varints of when the first result came after the
 * start, what the last one counts as and for how long it holds; where there is more than one result, also how long after
 * the first the last one came, the milliseconds in each state and unconfirmed, and what the first that decides said.
 */
export function toObservedBlob(
  start: number,
  observed: ObservedTime | undefined,
): Uint8Array | null {
  if (!observed) return null
  const { firstAt, lastAt, lastCountsAs, lastValidMs, times, unconfirmedMs, decidedAs } = observed
  const bytes: number[] = []
  pushVarint(bytes, Math.max(0, firstAt - start))
  pushVarint(bytes, COUNTS_AS.indexOf(lastCountsAs))
  pushVarint(bytes, Math.round(lastValidMs))
  if (lastAt === firstAt && decidedAs === decidedOf(lastCountsAs)) return Uint8Array.from(bytes)
  pushVarint(bytes, lastAt - firstAt)
  for (const state of TIME_STATES) pushVarint(bytes, times[state])
  pushVarint(bytes, unconfirmedMs)
  pushVarint(bytes, decidedAs === undefined ? STATES : COUNTS_AS.indexOf(decidedAs))
  return Uint8Array.from(bytes)
}

export function fromObservedBlob(start: number, blob: Uint8Array | null): ObservedTime | undefined {
  if (!blob) return undefined
  const reader = new VarintReader(blob)
  const at = start + reader.next()
  const observed = observedAt(at, COUNTS_AS[reader.next()] ?? 'unknown', reader.next())
  if (reader.isAtEnd) return observed
  observed.lastAt = at + reader.next()
  for (const state of TIME_STATES) observed.times[state] = reader.next()
  observed.unconfirmedMs = reader.next()
  const decided = reader.next()
  observed.decidedAs = decided === STATES ? undefined : TIME_STATES[decided]
  return observed
}

function decidedOf(countsAs: ObservedTime['lastCountsAs']): ObservedTime['decidedAs'] {
  return countsAs === 'unconfirmed' ? undefined : countsAs
}
