/** Milliseconds as the result contract writes them: seconds with at most 6 decimals, never negative. */
export function toSeconds(ms: number): number {
  return Math.max(0, Math.round(ms * 1_000) / 1_000_000)
}
