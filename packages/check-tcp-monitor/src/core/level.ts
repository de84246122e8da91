/** The lengths of time for which results are rolled up. */
export const LEVELS = ['minute', 'hour'] as const
export type Level = (typeof LEVELS)[number]

export const LEVEL_MS: Readonly<Record<Level, number>> = { minute: 60_000, hour: 3_600_000 }

/** The start of the minute or hour in which a time lies, wall milliseconds. */
export function startOf(level: Level, at: number): number {
  return Math.floor(at / LEVEL_MS[level]) * LEVEL_MS[level]
}

/** The first start of a minute or hour at or after a time, wall milliseconds. */
export function startFrom(level: Level, at: number): number {
  const start = startOf(level, at)
  return start === at ? at : start + LEVEL_MS[level]
}
