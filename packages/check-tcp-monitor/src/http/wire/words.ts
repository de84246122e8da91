import * as v from 'valibot'

const timeInWords = 'a time such as 2026-01-05T12:00:00Z (RFC 3339)'

/** A time as a caller may write it. */
export const time = v.pipe(
  v.string(timeInWords),
  v.isoTimestamp(timeInWords),
  v.check((value) => !Number.isNaN(Date.parse(value)), timeInWords),
)

/** A time as the API writes it: UTC, with milliseconds. */
export const moment = v.pipe(v.string(), v.isoTimestamp())

export const seconds = v.pipe(v.number(), v.minValue(0))

export const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const SHORT_TEXT = 200
const LONG_TEXT = 2_000

const shortInWords = `a text of 1 to ${SHORT_TEXT} characters`
const longInWords = `a text of 1 to ${LONG_TEXT} characters`

/** A name or an id. */
export const shortText = v.pipe(
  v.string(shortInWords),
  v.regex(/\S/, shortInWords),
  v.maxLength(SHORT_TEXT, shortInWords),
)

/** A note. */
export const longText = v.pipe(
  v.string(longInWords),
  v.regex(/\S/, longInWords),
  v.maxLength(LONG_TEXT, longInWords),
)

/** The given entries without those that are undefined: what is not known is left out, never null. */
export function known<T extends object>(entries: T): Known<T> {
  return Object.fromEntries(
    Object.entries(entries).filter(([, value]) => value !== undefined),
  ) as Known<T>
}

type Known<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }
