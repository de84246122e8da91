import type { TlsResult } from '../wire/result.js'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/**
 * `the certificate expires in 9 days`, seen from a time in milliseconds since 1970; the certificate of the chain that
 * is the first to expire. Undefined where its time is not known.
 */
export function expiryWords(
  { earliest_expiry: expiry, earliest_expiry_subject: subject }: TlsResult,
  atMs: number,
): string | undefined {
  if (expiry === undefined) return undefined
  const whose =
    subject === undefined ? 'the certificate' : `the certificate of ${subject} in its chain`
  const leftMs = Date.parse(expiry) - atMs
  return leftMs <= 0
    ? `${whose} expired ${span(-leftMs)} ago`
    : `${whose} expires in ${span(leftMs)}`
}

/** Whole days until the first certificate of the chain expires; negative once one has. */
export function daysUntilExpiry({ earliest_expiry }: TlsResult, atMs: number): number | undefined {
  return earliest_expiry === undefined
    ? undefined
    : Math.floor((Date.parse(earliest_expiry) - atMs) / DAY_MS)
}

/** Days, hours where there are fewer than two days, minutes where there are fewer than two hours. */
function span(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`
  if (ms >= 2 * HOUR_MS) return `${Math.floor(ms / HOUR_MS)} hours`
  const minutes = Math.floor(ms / 60_000)
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
