/**
 * Durations take 2 to 4 bytes instead of 8 where they are whole microseconds, as most are: SQLite keeps whole numbers of
 * a REAL column as integers. All others are kept as they are, marked by their sign; a duration is never negative.
 */
export function toStoredTime(ms: number | undefined): number | null {
  if (ms === undefined) return null
  const us = Math.round(Math.max(0, ms) * 1_000)
  return us / 1_000 === ms || ms <= 0 ? us : -ms
}

/** The very number that was given to `toStoredTime`. */
export function fromStoredTime(stored: number): number {
  return stored < 0 ? -stored : stored / 1_000
}
