/** The value below which `percent` of the sorted samples lie (nearest rank); `undefined` without samples. */
export function percentile(sorted: readonly number[], percent: number): number | undefined {
  if (sorted.length === 0) return undefined
  const rank = Math.ceil((percent / 100) * sorted.length)
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1]
}
