import type { CheckResult, Failure } from 'check-tcp'
import type { HeardVote } from '../../core/link/heard-vote.js'
import { compareLocations } from '../../monitor/fleet/compare-locations.js'
import { listed } from '../../monitor/text/listed.js'

/** Nothing came back, or word from somebody on the way. */
const SILENT: ReadonlySet<Failure> = new Set<Failure>(['timeout', 'network_unreachable'])

/** What one location found of a target; without a result where it made no check. */
interface Seen {
  readonly location: string
  readonly result?: CheckResult
}

/** What locations together prove of a target, in words: what is seen from where, and where to look first. */
interface Compared {
  readonly sentence: string
  readonly advice?: string
  /** Locations with the way to the target in question: a look from there tells more. */
  readonly look?: readonly string[]
}

/** @returns undefined where there is nothing to compare: fewer than two locations can tell */
export function compareResults(seen: readonly Seen[]): Compared | undefined {
  const heard = seen.map(voteOf)
  const known = heard.filter(({ verdict }) => verdict !== 'unknown')
  if (known.length < 2) return undefined
  if (known.some(({ verdict }) => verdict === 'down')) {
    const { error, advice } = compareLocations(heard)
    const isSeen = heard.some(({ verdict }) => verdict === 'up')
    const look = isSeen ? heard.filter(isSilent).map(({ location }) => location) : []
    return { sentence: error, advice, ...(look.length > 0 && { look }) }
  }
  const names = namesOf(known)
  const unseen = heard.filter(({ verdict }) => verdict === 'unknown')
  return {
    sentence:
      unseen.length === 0
        ? `As expected from everywhere (${names})`
        : `As expected from ${names}; not seen from ${namesOf(unseen)}`,
  }
}

/** Nothing answered there, neither the target nor the name service. */
function isSilent({ verdict, vote }: HeardVote): boolean {
  return verdict === 'down' && vote?.failure !== undefined && SILENT.has(vote.failure)
}

function namesOf(votes: readonly HeardVote[]): string {
  return listed(votes.map(({ location }) => location))
}

function voteOf({ location, result }: Seen): HeardVote {
  if (!result) return { location, verdict: 'unknown' }
  const { address } = result.details
  const common = { checkId: '', ageMs: 0, since: 0, ...(address !== undefined && { address }) }
  if (result.status === 'success') {
    return { location, verdict: 'up', vote: { ...common, verdict: 'up' } }
  }
  const { error, details } = result
  const { failure, fault } = details
  // What a location does not let itself see says nothing of the target.
  const verdict = fault === 'policy' || fault === 'local' ? 'unknown' : 'down'
  return { location, verdict, vote: { ...common, verdict, failure, error } }
}
