import * as v from 'valibot'
import type { Codec } from './codec.js'
import type { Field, Fields, RecordOf } from './field.js'
import type { Seconds } from './wire-times.js'

type Input<F extends Field> = v.InferInput<F['codec']['described']>

type Always = 'required' | 'filled'

/** How a record stands in JSON. */
export type OutsideOf<F extends Fields> = {
  [K in keyof F as F[K]['presence'] extends Always ? F[K]['outside'] : never]: Input<F[K]>
} & {
  [K in keyof F as F[K]['presence'] extends Always ? never : F[K]['outside']]?: Input<F[K]>
}

/** What describes each field of a record, by its name outside. */
export function describeEntries(fields: Fields): v.ObjectEntries {
  return Object.fromEntries(
    Object.values(fields).map(({ outside, codec, presence, description }) => {
      const described = v.pipe(codec.described, v.description(description))
      const isAlways = presence === 'required' || presence === 'filled'
      return [outside, isAlways ? described : v.exactOptional(described)]
    }),
  )
}

/** The schema of a record in JSON, as OpenAPI and JSON Schema have it. */
export function describeRecord<const F extends Fields>(fields: F): v.GenericSchema<OutsideOf<F>> {
  // Each entry is what `OutsideOf` says of its field.
  return v.strictObject(describeEntries(fields)) as unknown as v.GenericSchema<OutsideOf<F>>
}

/** Any record, by the names of its fields. */
type Values = Readonly<Record<string, unknown>>

/** Makes what writes records into an object behind what it has; what is not known is left out, never null. */
export function fieldsWriter<const F extends Fields, R extends object = RecordOf<F>>(
  fields: F,
  seconds: Seconds,
): (into: object, record: R) => OutsideOf<F> {
  const steps = Object.entries(fields).map(([inside, { outside, codec, derive }]) => {
    const write = codec.write as ((value: unknown, seconds: Seconds) => unknown) | undefined
    return { inside, outside, write, derive: derive as ((record: object) => unknown) | undefined }
  })
  return (into, record) => {
    const written = into as Record<string, unknown>
    for (const { inside, outside, write, derive } of steps) {
      const value = derive ? derive(record) : (record as Values)[inside]
      if (value !== undefined) written[outside] = write ? write(value, seconds) : value
    }
    // Each key is what its field says.
    return written as OutsideOf<F>
  }
}

/** Makes what writes records as objects of their own. */
export function recordWriter<const F extends Fields, R extends object = RecordOf<F>>(
  fields: F,
  seconds: Seconds,
): (record: R) => OutsideOf<F> {
  const writeInto = fieldsWriter<F, R>(fields, seconds)
  return (record) => writeInto({}, record)
}

/** The same where it is known only later how exactly durations are wanted. */
export function writerOf<const F extends Fields>(
  fields: F,
): (record: RecordOf<F>, seconds: Seconds) => OutsideOf<F> {
  const writers = new Map<Seconds, (record: RecordOf<F>) => OutsideOf<F>>()
  return (record, seconds) => {
    const writer = writers.get(seconds) ?? recordWriter(fields, seconds)
    writers.set(seconds, writer)
    return writer(record)
  }
}

/** What reads the fields of a record strictly, by their names outside. */
export function readEntries(fields: Fields): Record<string, v.GenericSchema | ReadOptional> {
  return Object.fromEntries(
    Object.values(fields).map(({ outside, codec, presence, missing }) => {
      const isThere = presence === 'required' && !missing
      return [outside, isThere ? codec.read : v.exactOptional(codec.read)]
    }),
  )
}

type ReadOptional = v.ExactOptionalSchema<v.GenericSchema, undefined>

/** Makes what turns the fields that `readEntries` has read into a record. */
export function recordReader<const F extends Fields>(fields: F): (read: Values) => RecordOf<F> {
  const steps = Object.entries(fields).map(([inside, { outside, missing, presence, derive }]) => {
    const fill = presence === 'filled' ? (derive as (record: object) => unknown) : undefined
    return { inside, outside, missing, fill }
  })
  return (read) => {
    const record: Record<string, unknown> = {}
    for (const { inside, outside, missing, fill } of steps) {
      const value = read[outside] ?? missing?.()
      if (value !== undefined && value !== fill?.(record)) record[inside] = value
    }
    // `readEntries` has refused whatever is not as the fields say.
    return record as RecordOf<F>
  }
}

/** A record within another. */
export function nested<const F extends Fields>(
  fields: F,
): Codec<RecordOf<F>, v.GenericSchema<OutsideOf<F>>> {
  return {
    described: describeRecord(fields),
    read: v.pipe(v.strictObject(readEntries(fields)), v.transform(recordReader(fields))),
    write: writerOf(fields),
  }
}

/** Some of a kind, at most so many. */
export function listOf<T, Schema extends v.GenericSchema>(
  { described, read, write }: Codec<T, Schema>,
  most: number,
): Codec<readonly T[], v.GenericSchema<readonly v.InferInput<Schema>[]>> {
  return {
    // An array is a readonly one.
    described: v.array(described) as v.GenericSchema<readonly v.InferInput<Schema>[]>,
    read: v.pipe(v.array(read), v.maxLength(most)),
    write: (values, seconds) => (write ? values.map((each) => write(each, seconds)) : values),
  }
}

/** The same as another version of check-tcp may write it: fields that this one does not know are left out. */
export function received<const F extends Fields>(
  fields: F,
): Codec<RecordOf<F>, v.GenericSchema<OutsideOf<F>>> {
  const read = v.pipe(v.object(readEntries(fields)), v.transform(recordReader(fields)))
  return { ...nested(fields), read }
}
