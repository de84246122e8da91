import type { ChartWire } from 'check-tcp-monitor/http-api'

/** What an hour of the week usually is, over some weeks. */
export interface HourOfWeek {
  /** Seconds: the middle of the medians; undefined where nothing connected. */
  readonly typical: number | undefined
  /** Checks that failed. */
  readonly bad: number
  readonly checks: number
}

const DAYS = 7
export const HOURS_OF_DAY = 24

/** By weekday, Monday first, then by hour, in the zone of whoever looks. */
export function hoursOfWeek(
  chart: Pick<ChartWire, 'start' | 'p50' | 'good' | 'slow' | 'bad' | 'unknown'>,
): readonly (readonly HourOfWeek[])[] {
  const medians = Array.from({ length: DAYS * HOURS_OF_DAY }, (): number[] => [])
  const sums = medians.map(() => ({ bad: 0, checks: 0 }))
  for (const [index, start] of chart.start.entries()) {
    const at = new Date(start * 1_000)
    const place = ((at.getDay() + 6) % DAYS) * HOURS_OF_DAY + at.getHours()
    const p50 = chart.p50[index]
    if (p50 !== null && p50 !== undefined) medians[place]?.push(p50)
    const sum = sums[place]
    if (!sum) continue
    const { good, slow, bad, unknown } = chart
    sum.bad += bad[index] ?? 0
    for (const each of [good, slow, bad, unknown]) sum.checks += each[index] ?? 0
  }
  return Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: HOURS_OF_DAY }, (_, hour) => {
      const place = day * HOURS_OF_DAY + hour
      const { bad = 0, checks = 0 } = sums[place] ?? {}
      return { typical: middleOf(medians[place] ?? []), bad, checks }
    }),
  )
}

function middleOf(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]
}

/** Steps of shade from the fastest hour to the slowest. */
const SHADES = 6

/** Which shade an hour has among all: by its place between the least and the most, so that a calm week is calm. */
export function shadeOf(typical: number, all: readonly (readonly HourOfWeek[])[]): number {
  const known = all.flat().flatMap((each) => each.typical ?? [])
  const least = Math.min(...known)
  // Less than a tenth more is no pattern.
  const most = Math.max(...known, least * 1.1)
  return Math.min(SHADES - 1, Math.floor(((typical - least) / (most - least)) * SHADES))
}
