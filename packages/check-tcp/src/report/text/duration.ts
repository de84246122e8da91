/** A duration as a person reads it: `850 µs`, `45.0 ms`, `10.1 s`, `2 min 5 s`, `3 h 0 min`. */
export function formatDuration(seconds: number): string {
  // The limits lie where rounding would reach the next unit.
  if (seconds < 0.000_999_5) return `${Math.round(seconds * 1_000_000)} µs`
  if (seconds < 0.099_95) return `${(seconds * 1_000).toFixed(1)} ms`
  if (seconds < 0.999_5) return `${Math.round(seconds * 1_000)} ms`
  if (seconds < 9.995) return `${seconds.toFixed(2)} s`
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3_600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
