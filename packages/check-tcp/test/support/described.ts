import type * as v from 'valibot'

/** A type in which nothing can be changed, with intersections resolved, so that two of them can be compared. */
export type Frozen<T> = T extends readonly (infer E)[]
  ? readonly Frozen<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

/** What a schema describes. */
export type Described<S extends v.GenericSchema> = Frozen<v.InferOutput<S>>
