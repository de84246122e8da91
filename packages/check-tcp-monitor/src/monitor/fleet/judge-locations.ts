import type { CheckFleet } from '../../core/config/fleet.js'
import { type HeardVote, voteLifetimeMs } from '../../core/link/heard-vote.js'
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
  /** What they said when the open incident was last written; what they say while it is only ending does not rewrite it. */
  readonly evidence?: readonly HeardVote[]
  /** Since when one that called it down then sees it again, wall milliseconds. */
  readonly endingSince?: number
}

/** @param everyMs of the check */
type JointSettings = CheckFleet & { readonly everyMs: number }

interface Before {
  readonly state: CheckState
  readonly fleet: FleetState | undefined
}

export interface JointStep {
  readonly state: CheckState
  readonly fleet: FleetState
  readonly incident: Step['incident']
}

/**
 * What is believed of a check now that its locations say this. Pure. Each location has its own hysteresis, so the quorum has none; but a
 * partial outage counts only once it has lasted, also where the target was down before. An incident goes on while a location that called the target
 * down is unseen, as long as it may come back: that nobody sees the outage any more does not end it at once.
 *
 * @param now wall milliseconds
 */
export function judgeLocations(
  before: Before,
  heard: readonly HeardVote[],
  settings: JointSettings,
  now: number,
): JointStep {
  const needed = votesNeeded(settings.quorum, settings.from.length)
  if (isQuiet(before, heard, needed)) return stayQuiet(before.state, heard, needed, now)
  return judgeAll(before, heard, settings, now)
}

/** The same, for every check. */
export function judgeAll(
  before: Before,
  heard: readonly HeardVote[],
  settings: JointSettings,
  now: number,
): JointStep {
  const { from, quorum, accepted, partialAfterMs, everyMs } = settings
  const needed = votesNeeded(quorum, from.length)
  const isAccepted = (location: string) =>
    accepted.some((each) => each.location === location && each.until > now)
  const votes = heard.map(({ location, verdict }) => ({
    ...{ location, verdict },
    accepted: isAccepted(location),
  }))
  const joint = judgeVotes(votes, needed)
  const coverage = readCoverage(heard, needed, isAccepted)
  const patienceMs = Math.max(partialAfterMs, voteLifetimeMs(everyMs))
  const past = new Set([...withdrawn(before.fleet, heard), ...lost(heard, patienceMs)])
  const isAwaited = (location: string) => !isAccepted(location) && !past.has(location)
  const accusers = new Set([...accusersOf(before, heard, joint)].filter(isAwaited))
  const partialSince = joint.reason === 'partial' ? (before.fleet?.partialSince ?? now) : undefined
  const isShort = partialSince !== undefined && now - partialSince < partialAfterMs
  const { state, incident } = follow(before.state, joint, { isShort, accusers, heard, now })
  const isEnding = joint.verdict === 'down' && isSeenAgain(before.fleet?.evidence, heard)
  const endingSince = isEnding ? (before.fleet?.endingSince ?? now) : undefined
  const isSettled = endingSince === undefined || now - endingSince >= partialAfterMs
  const isNews =
    joint.verdict === state.incident && (incident !== undefined || (isSettled && isReasoned(heard)))
  const evidence = isNews ? heard : before.fleet?.evidence
  const fleet = {
    ...{ heard, accusers, coverage },
    ...(partialSince !== undefined && { partialSince }),
    ...(state.incident !== 'none' && evidence && { evidence }),
    ...(!isNews && endingSince !== undefined && { endingSince }),
  }
  return { state, fleet, incident }
}

/**
 * Nothing is wrong with it, nothing was, and nobody says otherwise. That is so of most checks at most times, and a fleet judges
 * them all again and again.
 */
function isQuiet({ state, fleet }: Before, heard: readonly HeardVote[], needed: number): boolean {
  if (state.incident !== 'none' || (fleet && fleet.accusers.size > 0)) return false
  if (heard.length < needed) return false
  for (const { verdict } of heard) if (verdict !== 'up' && verdict !== 'pending') return false
  return true
}

const NOBODY: ReadonlySet<string> = new Set()

function stayQuiet(
  state: CheckState,
  heard: readonly HeardVote[],
  needed: number,
  now: number,
): JointStep {
  let seeing = 0
  for (const { verdict } of heard) if (verdict === 'up') seeing++
  const isSeen = seeing >= needed
  const coverage: Coverage = { kind: isSeen ? 'enough' : 'undecided' }
  return {
    ...become(state, isSeen ? 'up' : 'pending', now),
    fleet: { heard, accusers: NOBODY, coverage },
  }
}

function isSeenAgain(
  evidence: readonly HeardVote[] | undefined,
  heard: readonly HeardVote[],
): boolean {
  const seeing = heard.filter(({ verdict }) => verdict === 'up' || verdict === 'degraded')
  const back = new Set(seeing.map(({ location }) => location))
  return (
    evidence?.some(({ verdict, location }) => verdict === 'down' && back.has(location)) ?? false
  )
}

/** One that still calls it down while its newest result is good gives no reason. */
function isReasoned(heard: readonly HeardVote[]): boolean {
  const down = heard.filter(({ verdict }) => verdict === 'down')
  return down.length === 0 || down.some(({ vote }) => vote?.error !== undefined)
}

/** Those that cannot tell for so long that what they said before is no reason to wait for them. */
function lost(heard: readonly HeardVote[], patienceMs: number): readonly string[] {
  const over = heard.filter(({ verdict, isStale, saidMs = 0, heldMs = 0 }) => {
    return verdict === 'unknown' && (isStale ? saidMs : heldMs) >= patienceMs
  })
  return over.map(({ location }) => location)
}

/** Those whose word was taken away, by a revocation for instance. */
function withdrawn(before: FleetState | undefined, heard: readonly HeardVote[]): readonly string[] {
  const had = new Set(before?.heard.flatMap(({ location, vote }) => (vote ? [location] : [])))
  return heard.flatMap(({ location, vote }) => (!vote && had.has(location) ? [location] : []))
}

/** Of those that are assigned now. */
function accusersOf(
  { state, fleet }: Before,
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
      if (isShort && open === 'none') return become(state, 'up', now)
      // Its locations come back one after the other.
      if (isShort && open === 'down') return { state, incident: undefined }
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
