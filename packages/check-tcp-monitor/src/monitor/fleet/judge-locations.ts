import type { CheckFleet } from '../../core/config/fleet.js'
import type { HeardVote } from '../../core/link/heard-vote.js'
import type { CheckState } from '../../verdict/check-state.js'
import { type JointVerdict, judgeVotes, votesNeeded } from '../../verdict/quorum.js'
import type { Step } from '../../verdict/step.js'
import { type Coverage, readCoverage } from './coverage.js'

/** What a hub knows of a check besides its state; gone with the process. */
export interface FleetState {
  /** What the locations said last. */
  readonly heard: readonly HeardVote[]
  /** Since when it is down from too few locations, wall milliseconds. */
  readonly partialSince?: number
  /** Those that have called it down since its incident was opened, and have not taken that back. */
  readonly accusers: ReadonlySet<string>
  readonly coverage: Coverage
}

export interface JointStep {
  readonly state: CheckState
  readonly fleet: FleetState
  readonly incident: Step['incident']
}

/**
 * What is believed of a check now that its locations say this. Pure. Each location has its own hysteresis, so the quorum has none; but a
 * partial outage counts only once it has lasted, and an incident goes on while a location that called the target down is
 * unseen: that nobody sees the outage any more does not end it.
 *
 * @param now wall milliseconds
 */
export function judgeLocations(
  before: { readonly state: CheckState; readonly fleet: FleetState | undefined },
  heard: readonly HeardVote[],
  settings: CheckFleet,
  now: number,
): JointStep {
  const { from, quorum, accepted, partialAfterMs } = settings
  const isAccepted = (location: string) =>
    accepted.some((each) => each.location === location && each.until > now)
  const votes = heard.map(({ location, verdict }) => ({
    ...{ location, verdict },
    accepted: isAccepted(location),
  }))
  const needed = votesNeeded(quorum, from.length)
  const joint = judgeVotes(votes, needed)
  const coverage = readCoverage(heard, needed, isAccepted)
  const expected = (location: string) => !isAccepted(location)
  const accusers = new Set([...accusersOf(before, heard, joint)].filter(expected))
  const partialSince = joint.reason === 'partial' ? (before.fleet?.partialSince ?? now) : undefined
  const fleet = { heard, accusers, coverage, ...(partialSince !== undefined && { partialSince }) }
  const isShort = partialSince !== undefined && now - partialSince < partialAfterMs
  const { state, incident } = follow(before.state, joint, { isShort, accusers, heard, now })
  return { state, fleet, incident }
}

/** Of those that are assigned now. */
function accusersOf(
  { state, fleet }: { readonly state: CheckState; readonly fleet: FleetState | undefined },
  heard: readonly HeardVote[],
  { downFrom, unknownFrom }: JointVerdict,
): ReadonlySet<string> {
  // After a restart those may have called it down that were not heard yet.
  const unheard = state.incident === 'none' ? [] : pendingOf(heard)
  const gone = heard.filter(({ isStale, vote }) => isStale && !vote)
  // Of one that has not spoken for long, and of whom no vote is known, nothing more is to be expected.
  const silent = new Set(gone.map(({ location }) => location))
  const known = (fleet ? [...fleet.accusers] : unheard).filter((each) => !silent.has(each))
  return new Set([...downFrom, ...known.filter((location) => unknownFrom.includes(location))])
}

interface Circumstances {
  readonly isShort: boolean
  readonly accusers: ReadonlySet<string>
  readonly heard: readonly HeardVote[]
  readonly now: number
}

function follow(
  state: CheckState,
  { verdict }: JointVerdict,
  { isShort, accusers, heard, now }: Circumstances,
): { readonly state: CheckState; readonly incident: Step['incident'] } {
  const open = state.incident
  switch (verdict) {
    case 'down':
    case 'degraded': {
      if (verdict === 'degraded' && isShort && open === 'none') return become(state, 'up', now)
      const since = open === 'none' ? sinceOf(heard, now) : state.since
      if (state.verdict === verdict && open === verdict) return { state, incident: undefined }
      const next = become(state, verdict, since)
      const incident = open === 'none' ? 'opened' : open === verdict ? undefined : 'changed'
      return { state: { ...next.state, incident: verdict }, incident }
    }
    case 'up': {
      if (open === 'none') return become(state, 'up', now)
      if (accusers.size > 0) return become(state, 'unknown', now)
      const { state: up } = become(state, 'up', now)
      return { state: { ...up, incident: 'none' }, incident: 'closed' }
    }
    case 'pending':
    case 'unknown':
      return become(state, open === 'none' ? verdict : 'unknown', now)
    default:
      return verdict satisfies never
  }
}

function become(state: CheckState, verdict: CheckState['verdict'], since: number) {
  return {
    state: state.verdict === verdict ? state : { ...state, verdict, since },
    incident: undefined,
  }
}

/** When the first of them saw it; clocks that are ahead count as now. */
function sinceOf(heard: readonly HeardVote[], now: number): number {
  const begins = heard.flatMap(({ verdict, vote }) =>
    vote && (verdict === 'down' || verdict === 'degraded') ? [vote.since] : [],
  )
  return Math.min(now, ...begins)
}

function pendingOf(heard: readonly HeardVote[]): readonly string[] {
  return heard.filter(({ verdict }) => verdict === 'pending').map(({ location }) => location)
}
