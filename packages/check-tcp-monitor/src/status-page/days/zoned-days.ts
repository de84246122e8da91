/** A day of the calendar in a time zone, in wall milliseconds. */
export interface ZonedDay {
  /** `2026-01-05`. */
  readonly date: string
  /** Inclusive. */
  readonly from: number
  /** Exclusive. */
  readonly until: number
}

const DAY_MS = 86_400_000

/** The days up to the one that `now` is in, the oldest first. A day on which the clocks change has 23 or 25 hours. */
export function zonedDays(timeZone: string, now: number, count: number): readonly ZonedDay[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  })
  const [today = ''] = format.format(now).split(' ')
  // As if the calendar were that of UTC: there, every day has 24 hours.
  const last = Date.parse(`${today}T00:00:00Z`)
  const dates = Array.from({ length: count + 1 }, (_, index) => last + (index + 1 - count) * DAY_MS)
  const begins = dates.map((date) => beginOf(date, format))
  return dates.slice(0, count).map((date, index) => ({
    date: new Date(date).toISOString().slice(0, 10),
    from: begins[index] ?? date,
    until: begins[index + 1] ?? date + DAY_MS,
  }))
}

/** When it is midnight in the zone, or as soon after it as there is a time: some zones change their clocks at midnight. */
function beginOf(asUtc: number, format: Intl.DateTimeFormat): number {
  const offsetAt = (at: number) => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at
  const first = asUtc - offsetAt(asUtc)
  return asUtc - offsetAt(first)
}
