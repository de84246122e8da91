import type * as v from 'valibot'
import type { Cell, Codec } from './codec.js'

/** Columns of CSV by name, each with what makes its cell of the field's value and of the whole record. */
type Columns = Readonly<Record<string, (value: never, record: never) => Cell>>

interface FieldOptions<T> {
  /** Its column of CSV, or its columns; `false`: none. @default its name inside, as snake case */
  readonly csv?: string | Columns | false
  /** The column of CSV behind which its own stands. @default that of the field before */
  readonly csvAfter?: string
  /** What it is taken for in an export of a version that did not have it. */
  readonly missing?: () => T
}

/**
 * How a value is there: `required` always; `optional` where it is known; `filled` outside always, inside only where it is
 * another than what `derive` makes of the record; `computed` outside alone, where `derive` makes one of it.
 */
type Presence = 'required' | 'optional' | 'filled' | 'computed'

/** One field of a record: everything that is known of it. Its name inside is its key. */
export interface Field<
  T = unknown,
  Outside extends string = string,
  Schema extends v.GenericSchema = v.GenericSchema,
  P extends Presence = Presence,
> extends FieldOptions<T> {
  /** Its name in JSON: in the HTTP API, in events and exports. */
  readonly outside: Outside
  readonly codec: Codec<T, Schema>
  readonly presence: P
  readonly description: string
  readonly derive?: (record: never) => T | undefined
}

export type Fields = Readonly<Record<string, Field>>

function maker<P extends Presence>(presence: P) {
  return <T, const Outside extends string, Schema extends v.GenericSchema>(
    outside: Outside,
    codec: Codec<T, Schema>,
    description: string,
    options: FieldOptions<T> = {},
  ): Field<T, Outside, Schema, P> => ({ outside, codec, presence, description, ...options })
}

/** A field that is always there. */
export const field = maker('required')

/** A field that is there where its value is known. */
export const maybe = maker('optional')

/** A field that is left out inside where it says no more than the rest of the record does. */
export function filled<T, Outside extends string, Schema extends v.GenericSchema>(
  outside: Outside,
  codec: Codec<T, Schema>,
  derive: (record: never) => T,
  description: string,
): Field<T, Outside, Schema, 'filled'> {
  return { outside, codec, presence: 'filled', description, derive }
}

/** A field that is no part of the record: it is made of the others. */
export function computed<T, Outside extends string, Schema extends v.GenericSchema>(
  outside: Outside,
  codec: Codec<T, Schema>,
  derive: (record: never) => T | undefined,
  description: string,
  options: FieldOptions<T> = {},
): Field<T, Outside, Schema, 'computed'> {
  return { outside, codec, presence: 'computed', description, derive, ...options }
}

type KeysOf<F extends Fields, P extends Presence> = {
  [K in keyof F]: F[K]['presence'] extends P ? K : never
}[keyof F]

type ValueOf<F> = F extends Field<infer T, string, v.GenericSchema, Presence> ? T : never

/** The record as it is inside. */
export type RecordOf<F extends Fields> = {
  readonly [K in keyof Pick<F, KeysOf<F, 'required'>>]: ValueOf<F[K]>
} & {
  readonly [K in keyof Pick<F, KeysOf<F, 'optional' | 'filled'>>]?: ValueOf<F[K]>
}
