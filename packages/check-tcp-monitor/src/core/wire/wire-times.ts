import * as v from 'valibot'

/** Wall milliseconds as RFC 3339 in UTC, with milliseconds. */
export function momentOf(wallMs: number): string {
  return new Date(wallMs).toISOString()
}

/** Writes milliseconds as seconds, as exactly as is wanted. */
export type Seconds = (ms: number) => number

/** Milliseconds as seconds, to the microsecond. */
export function secondsOf(ms: number): number {
  return Math.round(ms * 1_000) / 1_000_000
}

/** Milliseconds as seconds, digit by digit: a result is known again by its very values, which a division would change. */
export function exactSecondsOf(ms: number): number {
  return shifted(ms, -3) ?? ms / 1_000
}

/** What `momentOf` wrote, as wall milliseconds. */
export const moment = v.pipe(
  v.string(),
  v.isoTimestamp('a time such as 2026-01-05T12:00:00Z (RFC 3339) is expected'),
  v.transform((text) => Date.parse(text)),
  v.integer('a time that exists is expected'),
)

/** What `exactSecondsOf` wrote, as milliseconds. */
export const seconds = v.pipe(
  v.number(),
  v.minValue(0),
  v.finite(),
  v.transform((value) => shifted(value, 3) ?? value * 1_000),
  v.finite(),
)

/** The same, rounded to milliseconds. */
export const wholeMilliseconds = v.pipe(seconds, v.transform(Math.round))

/** Undefined where a number is written with an exponent already. */
function shifted(value: number, digits: number): number | undefined {
  const result = Number(`${value}e${digits}`)
  return Number.isNaN(result) ? undefined : result
}
