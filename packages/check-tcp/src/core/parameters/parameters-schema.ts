/**
 * A schema for the parameters of a plugin: a valibot `strictObject`, or a pipe of one, which is a mapping with known keys whose messages say what is allowed.
 * It is described here, so that programs get by without the types of valibot unless they bring a schema.
 */
export interface ParametersSchema<Output = unknown> {
  readonly kind: 'schema'
  readonly type: string
  readonly async: false
  readonly '~types'?: { readonly output: Output } | undefined
  readonly entries: Readonly<Record<string, unknown>>
  /** Fills in what other keys imply, before anything is checked. */
  readonly complete?: (parameters: Record<PropertyKey, unknown>) => void
  /** Of parameters that are mappings, the keys that name files; in a file, a relative path is seen from there. */
  readonly files?: Readonly<Record<string, readonly string[]>>
  /** Marks parameters that are valid, and knows them again, so that they are validated once. */
  readonly seal?: {
    readonly isSealed: (input: unknown) => boolean
    readonly seal: (parameters: never) => unknown
  }
}

/** What a schema makes of its input. */
export type ParametersOf<S extends ParametersSchema> = NonNullable<S['~types']>['output']
