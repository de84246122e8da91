import type { Overview, OverviewFlags, Verdict } from 'check-tcp-monitor/http-api'

/** Bits of `flags`, as the overview of the API has them. */
export const FLAG: OverviewFlags = {
  silenced: 1,
  maintenance: 2,
  acknowledged: 4,
  stale: 8,
  flapping: 16,
  suppressed: 32,
}

/** One check as the list shows it. A row that has changed is another object. */
export interface Row {
  /** Its place in the config, by which patches speak of it. */
  readonly index: number
  readonly id: string
  readonly target: string
  readonly tags: readonly string[]
  /** Its locations, where it has any. */
  readonly from: readonly string[]
  readonly verdict: Verdict
  /** Whole seconds since 1970. */
  readonly since: number
  /** Response times in seconds: the newest, the usual, and what is normal at most. */
  readonly newest: number | null
  readonly typical: number | null
  readonly high: number | null
  readonly flags: number
  readonly why: string
  /** The id of its open incident, or nothing. */
  readonly incident: string
  /** What each of `from` believes. */
  readonly votes: readonly Verdict[]
  /** A digit for each of the last 24 hours: places in `HOUR_CLASSES` of the API. */
  readonly strip: string
}

/** The rows of an answer, in its order. */
export function readRows({ checks, verdicts, tags, locations }: Overview): Row[] {
  const names = (places: readonly number[] | undefined, of: readonly string[]) =>
    (places ?? []).map((place) => of[place] ?? '')
  return checks.id.map((id, index) => ({
    index,
    id,
    target: checks.target[index] ?? '',
    tags: names(checks.tags[index], tags),
    from: names(checks.from[index], locations),
    verdict: verdicts[checks.verdict[index] ?? 0] ?? 'pending',
    since: checks.since[index] ?? 0,
    newest: checks.newest[index] ?? null,
    typical: checks.typical[index] ?? null,
    high: checks.high[index] ?? null,
    flags: checks.flags[index] ?? 0,
    why: checks.why[index] ?? '',
    incident: checks.incident[index] ?? '',
    votes: votesOf(checks.votes[index], verdicts),
    strip: checks.strip[index] ?? '',
  }))
}

export function votesOf(digits: string | undefined, verdicts: readonly Verdict[]): Verdict[] {
  return [...(digits ?? '')].map((digit) => verdicts[Number(digit)] ?? 'unknown')
}

export function has(row: Pick<Row, 'flags'>, flag: keyof typeof FLAG): boolean {
  return (row.flags & FLAG[flag]) !== 0
}

/** Somebody knows, or planned it so: it comes after what nobody cares for yet. */
export function isCalm(row: Pick<Row, 'flags'>): boolean {
  return (row.flags & (FLAG.silenced | FLAG.maintenance | FLAG.acknowledged)) !== 0
}
