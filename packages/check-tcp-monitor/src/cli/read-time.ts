import { UsageError } from './terminal.js'

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/**
 * Reads a time as a flag has it: RFC 3339, or how long ago (`90s`, `24h`, `7d`).
 *
 * @returns wall milliseconds
 * @throws {UsageError} for anything else
 */
export function readTime(flag: string, text: string, now: number): number {
  const ago = /^(\d+)([smhdw])$/.exec(text)
  if (ago?.[1] && ago[2]) return now - Number(ago[1]) * (UNITS[ago[2]] ?? 0) * 1_000
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) {
    throw new UsageError(
      `${flag} must be a time such as 2026-01-31T12:00:00Z, or how long ago, such as 24h; got ${JSON.stringify(text)}`,
    )
  }
  return time
}
