import type * as v from 'valibot'

export function openApiSchema(
  schema: v.GenericSchema,
  mode: 'wire' | 'query',
  namedSchemas: Readonly<Record<string, v.GenericSchema>>,
): Readonly<Record<string, unknown>>

export const monitorOpenApi: Readonly<Record<string, unknown>>
