/**
 * Up to where results are in the rollups: all from before `minute`, and, of those from then until `until`, the ones of
 * series with a number below `series`.
 */
export interface Watermark {
  readonly minute: number
  readonly until: number
  readonly series: number
}

/** Whether results of a series are in the rollups, by when their minute began. */
export function isBefore({ minute, until, series }: Watermark, start: number, of: number): boolean {
  return start < minute || (start < until && of < series)
}

/** The time from which on results of a series are not in the rollups. */
export function rolledUntil({ minute, until, series }: Watermark, of: number): number {
  return of < series ? Math.max(minute, until) : minute
}
