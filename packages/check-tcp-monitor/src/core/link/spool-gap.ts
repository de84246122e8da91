import type { Observation } from '../wire/observation.js'
import type { SpoolGap } from './agent-batch.js'

/** What is missing where these are dropped; undefined where there are none. */
export function gapOf(dropped: readonly Observation[]): SpoolGap | undefined {
  const [first] = dropped
  const last = dropped.at(-1)
  if (!first || !last) return undefined
  const [from, until] = [Math.floor(first.at), Math.floor(last.at)]
  return { count: dropped.length, from: Math.min(from, until), until: Math.max(from, until) }
}

/** Both together. */
export function joinGaps(
  one: SpoolGap | undefined,
  other: SpoolGap | undefined,
): SpoolGap | undefined {
  if (!one || !other) return one ?? other
  return {
    count: one.count + other.count,
    from: Math.min(one.from, other.from),
    until: Math.max(one.until, other.until),
  }
}
