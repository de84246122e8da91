import { FAULTS, type Failure, type Fault } from 'check-tcp'
import * as v from 'valibot'
import { moment, momentOf, type Seconds, seconds, wholeMilliseconds } from './wire-times.js'

/** One cell of CSV. */
export type Cell = string | number | undefined

/** How a value is written in JSON and CSV, and read again. */
export interface Codec<T, Schema extends v.GenericSchema = v.GenericSchema> {
  /** As it stands in JSON, for OpenAPI and JSON Schema. */
  readonly described: Schema
  /** Reads what was written, and nothing else. */
  readonly read: v.GenericSchema<unknown, T>
  /** @default as it is */
  write?(value: T, seconds: Seconds): v.InferInput<Schema>
  /** @default as it is */
  cell?(value: T): Cell
  /** What a number of it is, for the reference. */
  readonly unit?: string
}

/** More than any field of an export has. */
const LONGEST_TEXT = 65_536

const longText = v.pipe(v.string(), v.maxLength(LONGEST_TEXT))

export const text = { described: v.string(), read: longText }

/** A text that says something. */
export const name = {
  described: v.string(),
  read: v.pipe(longText, v.minLength(1)),
}

/** A text of a form. */
export function textLike(form: RegExp) {
  return { described: v.string(), read: v.pipe(v.string(), v.regex(form)) }
}

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0))

export function countUpTo(most: number) {
  return { described: wholeNumber, read: v.pipe(wholeNumber, v.maxValue(most)) }
}

export const count = countUpTo(Number.MAX_SAFE_INTEGER)

export function oneOf<const T extends readonly string[]>(words: T) {
  return { described: v.picklist(words), read: v.picklist(words) }
}

/** That something is so; absent where it is not. */
export const flag = {
  described: v.literal(true),
  read: v.literal(true),
  cell: () => 'true',
}

/** Whether something is so, said either way. */
export const boolean = {
  described: v.boolean(),
  read: v.boolean(),
  cell: (value: boolean) => String(value),
}

/** Of 0 to 1. */
export const share = {
  described: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  read: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
}

/** Wall milliseconds inside, RFC 3339 outside. */
export const wallTime = {
  described: v.pipe(v.string(), v.isoTimestamp()),
  read: moment,
  write: momentOf,
  cell: momentOf,
}

const secondsOutside = v.pipe(v.number(), v.minValue(0))

const inSeconds = (ms: number, secondsOf: Seconds) => secondsOf(ms)

/** Milliseconds inside, seconds outside. */
export const duration = {
  described: secondsOutside,
  read: seconds,
  write: inSeconds,
  unit: 'seconds',
}

/** The same, in whole milliseconds. */
export const wholeDuration = { ...duration, read: wholeMilliseconds }

/** Seconds inside too. */
export const plainSeconds = { described: secondsOutside, read: secondsOutside, unit: 'seconds' }

function isWord(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9_]{0,63}$/.test(value)
}

/** Any word is read, so that what a newer version calls a failure is imported too. */
export const failure = {
  described: v.string(),
  read: v.custom<Failure>(isWord, 'the name of a failure is expected'),
}

export const fault = {
  described: v.picklist(FAULTS),
  read: v.custom<Fault>(isWord, 'the name of a fault is expected'),
}
