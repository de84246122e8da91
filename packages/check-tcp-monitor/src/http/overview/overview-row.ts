import type { CheckStatus } from '../../core/status.js'
import { VERDICTS, type Verdict } from '../../core/verdict.js'
import { secondsOf } from '../../core/wire/wire-times.js'

/** What may be said of a row beside its verdict, each a bit. */
export const FLAGS = {
  silenced: 1,
  maintenance: 2,
  acknowledged: 4,
  stale: 8,
  flapping: 16,
  /** Nobody is notified of its incident for another reason, such as a dependency that is down. */
  suppressed: 32,
} as const

export type OverviewFlags = typeof FLAGS

/** What the overview has of one check, as the API writes it. */
export interface OverviewRow {
  /** Its place in `VERDICTS`. */
  readonly verdict: number
  /** Whole seconds since 1970. */
  readonly since: number
  /** Seconds, to three digits. */
  readonly newest: number | null
  readonly typical: number | null
  readonly high: number | null
  readonly flags: number
  /** The failure in words. */
  readonly why: string
  /** The id of its open incident. */
  readonly incident: string
  /** What each of its locations believes, a digit each: places in `VERDICTS`. */
  readonly votes: string
}

/** A line of the list has no room for more. */
const LONGEST_WHY = 140

export function overviewRow(status: CheckStatus, isSilenced: boolean): OverviewRow {
  const { verdict, since, newest, baseline, incident, locations = [] } = status
  return {
    verdict: digitOf(verdict),
    since: Math.floor(since / 1_000),
    newest: secondsToThreeDigits(newest?.responseMs),
    typical: secondsToThreeDigits(baseline?.typicalMs),
    high: secondsToThreeDigits(baseline?.highMs),
    flags: flagsOf(status, isSilenced),
    why: whyOf(status),
    incident: incident?.id ?? '',
    votes: locations.map((each) => digitOf(each.verdict)).join(''),
  }
}

function digitOf(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict)
}

/** More digits are noise, and cost bytes for each of 10,000 rows. */
function secondsToThreeDigits(ms: number | undefined): number | null {
  return ms === undefined ? null : secondsOf(Number(Math.max(0, ms).toPrecision(3)))
}

function flagsOf(status: CheckStatus, isSilenced: boolean): number {
  const { suppressedBy, newest, incident, stale, flapping } = status
  const isMaintained = suppressedBy === 'maintenance' || newest?.countsAs === 'maintenance'
  const isSuppressed = suppressedBy !== undefined && !isMaintained && suppressedBy !== 'silence'
  return (
    (isSilenced || suppressedBy === 'silence' ? FLAGS.silenced : 0) |
    (isMaintained ? FLAGS.maintenance : 0) |
    (incident?.acknowledged ? FLAGS.acknowledged : 0) |
    (stale ? FLAGS.stale : 0) |
    (flapping ? FLAGS.flapping : 0) |
    (isSuppressed ? FLAGS.suppressed : 0)
  )
}

function whyOf({ verdict, incident, newest }: CheckStatus): string {
  if (verdict === 'up' || verdict === 'pending') return ''
  const why = incident?.error ?? newest?.error ?? ''
  return why.length > LONGEST_WHY ? `${why.slice(0, LONGEST_WHY - 1)}…` : why
}

/** Whether a row says something else, apart from response times. */
export function saysOther(before: OverviewRow, row: OverviewRow): boolean {
  return (
    before.verdict !== row.verdict ||
    before.since !== row.since ||
    before.flags !== row.flags ||
    before.why !== row.why ||
    before.incident !== row.incident ||
    before.votes !== row.votes
  )
}
