const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const

/** Milliseconds as the config has durations: `90s`, `5m`, `1h`, `250ms`; the largest unit that gives a whole number. */
export function writeDuration(ms: number): string {
  const unit = UNITS.find(([, size]) => ms >= size && ms % size === 0)
  if (unit) return `${ms / unit[1]}${unit[0]}`
  return ms < 1_000 ? `${ms}ms` : `${Math.round(ms) / 1_000}s`
}
