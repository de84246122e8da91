import { UsageError } from './terminal.js'

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 }

/**
 * Reads a time as a flag has it: RFC 3339, or how long ago (`90s`, `24h`, `7d`).
 *
 * @returns wall milliseconds
 * @throws {UsageError} for anything else
 */
export function readTime(flag: string, text: string, now: number): number {
  const ago = durationOf(text)
  if (ago !== undefined) return now - ago
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(time)) {
    throw new UsageError(
      `${flag} must be a time such as 2026-01-31T12:00:00Z, or how long ago, such as 24h; got ${JSON.stringify(text)}`,
    )
  }
  return time
}

/**
 * Reads a time that may lie ahead: RFC 3339, or how long from now (`30m`, `2h`).
 *
 * @returns wall milliseconds
 * @throws {UsageError} for anything else
 */
export function readTimeFromNow(flag: string, text: string, now: number): number {
  const ms = durationOf(text)
  if (ms !== undefined) return now + ms
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw new UsageError(
    `${flag} must be a time such as 2026-01-31T12:00:00Z, or how long from now, such as 2h; got ${JSON.stringify(text)}`,
  )
}

/**
 * Reads how long something lasts: `90s`, `30m`, `2h`, `7d`.
 *
 * @returns milliseconds
 * @throws {UsageError} for anything else
 */
export function readDuration(flag: string, text: string): number {
  const ms = durationOf(text)
  if (ms !== undefined && ms > 0) return ms
  throw new UsageError(`${flag} must be a duration such as 30m or 2h; got ${JSON.stringify(text)}`)
}

function durationOf(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhdw])$/.exec(text) ?? []
  if (count === undefined || unit === undefined) return undefined
  return Number(count) * (UNITS[unit] ?? 0) * 1_000
}
