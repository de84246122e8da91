const HOUR = 3_600
const DAY = 86_400

/** Spans that a chart offers, seconds, by the word that stands in the address. */
const SPANS = {
  '1h': HOUR,
  '6h': 6 * HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
  '400d': 400 * DAY,
} as const
type SpanName = keyof typeof SPANS

export const SPAN_NAMES = Object.keys(SPANS) as readonly SpanName[]

/** A stretch of time that a page shows; seconds since 1970. */
export interface Shown {
  readonly from: number
  readonly until: number
  /** Absent: somebody zoomed. */
  readonly span?: SpanName
}

const SHORTEST = 10 * 60

/**
 * What the address says: `?span=7d`, or `?from=…&until=…` after a zoom. Where it says nothing, a day, or as little of it as
 * anything is known of.
 *
 * @param begun seconds since 1970 from which on something is known
 */
export function readShown({ searchParams }: URL, now: number, begun = 0): Shown {
  const [from, until] = ['from', 'until'].map((name) => Number(searchParams.get(name)))
  if (from && until && from < until) return { from, until }
  // To the minute, so that the same is asked for within one.
  const end = Math.ceil(now / 60_000) * 60
  const asked = SPAN_NAMES.find((name) => name === searchParams.get('span'))
  if (!asked && end - begun <= SHORTEST) return { from: end - SHORTEST, until: end }
  const enough = SPAN_NAMES.find((name) => end - begun <= SPANS[name] && SPANS[name] < DAY)
  const span = asked ?? enough ?? '24h'
  return { from: end - SPANS[span], until: end, span }
}

/** The query that says so. */
export function writeShown({ from, until, span }: Shown): string {
  return span ? `?span=${span}` : `?from=${Math.round(from)}&until=${Math.round(until)}`
}

/** Closer, further away, earlier or later; never beyond now, never closer than there is anything to see. */
export function moved(
  { from, until }: Shown,
  how: 'in' | 'out' | 'earlier' | 'later',
  now: number,
): Shown {
  const length = until - from
  const end = Math.ceil(now / 1_000)
  switch (how) {
    case 'in': {
      const next = Math.max(SHORTEST, length / 2)
      const middle = (from + until) / 2
      return { from: middle - next / 2, until: middle + next / 2 }
    }
    case 'out': {
      const next = Math.min(SPANS['400d'], length * 2)
      const last = Math.min(end, (from + until) / 2 + next / 2)
      return { from: last - next, until: last }
    }
    case 'earlier':
      return { from: from - length / 2, until: until - length / 2 }
    case 'later': {
      const last = Math.min(end, until + length / 2)
      return { from: last - length, until: last }
    }
    default:
      return how satisfies never
  }
}
