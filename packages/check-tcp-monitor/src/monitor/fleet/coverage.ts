import { isDeepStrictEqual } from 'node:util'
import type { HeardVote } from '../../core/link/heard-vote.js'

/** Whether so many locations see a target that there can be a verdict. */
export type Coverage =
  | { readonly kind: 'enough' }
  /** Too few were heard yet. */
  | { readonly kind: 'undecided' }
  | {
      readonly kind: 'lost'
      /** Those that do not see it, in the order of the votes. */
      readonly missing: readonly string[]
      /** How many see it. */
      readonly seeing: number
      /** How many of them say that it is down, where that is not expected. */
      readonly down: number
    }

/**
 * What the locations of a check see of it. Pure.
 *
 * @param needed how many of them make a quorum
 * @param isAccepted whether down from a location is expected for now
 */
export function readCoverage(
  heard: readonly HeardVote[],
  needed: number,
  isAccepted: (location: string) => boolean,
): Coverage {
  const missing = heard.filter(({ verdict }) => verdict === 'unknown' || verdict === 'pending')
  const seeing = heard.length - missing.length
  if (seeing >= needed) return { kind: 'enough' }
  const pending = missing.filter(({ verdict }) => verdict === 'pending').length
  if (seeing + pending >= needed) return { kind: 'undecided' }
  const down = heard.filter(({ verdict, location }) => verdict === 'down' && !isAccepted(location))
  const names = missing.map(({ location }) => location)
  return { kind: 'lost', missing: names, seeing, down: down.length }
}

export function isSameCoverage(one: Coverage | undefined, other: Coverage): boolean {
  if (one?.kind !== other?.kind) return false
  return one?.kind !== 'lost' || isDeepStrictEqual(one, other)
}
