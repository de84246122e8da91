/** A receiver that asks for more is asked again all the same: by then its request may be forgotten. */
const LONGEST_MS = 24 * 3_600_000

/**
 * Milliseconds that a `Retry-After` header asks for: whole seconds or an HTTP-date (RFC 9110 section 10.2.3), at most a
 * day.
 *
 * @returns undefined where there is none or it is not valid
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return boundedMs(Number(text) * 1_000)
  // Date.parse takes more than HTTP-dates; all three of those begin with a day's name.
  const at = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : boundedMs(at - now)
}

export function boundedMs(ms: number): number {
  return Math.min(Math.max(0, ms), LONGEST_MS)
}
