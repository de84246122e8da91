/** The smallest value that is not exceeded by `share` of all values (nearest rank). */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)]
}
