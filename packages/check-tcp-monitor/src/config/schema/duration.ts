import * as v from 'valibot'
import { writeDuration } from '../write-duration.js'

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const

export const SECOND = UNITS.s
export const MINUTE = UNITS.m
export const HOUR = UNITS.h
export const DAY = UNITS.d

const DURATION = /^(\d{1,12}(?:\.\d{1,6})?)(ms|s|m|h|d)$/

/** Milliseconds of a number of seconds or a text such as `30s`, `5m`, `1h`, `7d`; undefined for anything else. */
export function parseDuration(value: number | string): number | undefined {
  if (typeof value === 'number')
    return Number.isFinite(value) ? rounded(value * UNITS.s) : undefined
  const [, amount, unit] = DURATION.exec(value) ?? []
  if (amount === undefined || unit === undefined) return undefined
  return rounded(Number(amount) * UNITS[unit as keyof typeof UNITS])
}

/** To the microsecond: 0.05 s are 50 ms, not 50.00000000000001. */
function rounded(ms: number): number {
  return Math.round(ms * 1_000) / 1_000
}

/** A duration within limits, both in milliseconds; what comes out is milliseconds too. */
export function duration(minMs: number, maxMs: number) {
  const allowed = `a duration from ${writeDuration(minMs)} to ${writeDuration(maxMs)} (seconds, or a text such as 30s, 5m, 1h)`
  return v.pipe(
    v.union([v.number(), v.string()], allowed),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const ms = parseDuration(dataset.value)
      if (ms !== undefined && ms >= minMs && ms <= maxMs) return ms
      addIssue({ message: allowed })
      return NEVER
    }),
  )
}
