import { plainValue, type YamlTree } from 'check-tcp/yaml'
import type * as v from 'valibot'

/** The parts of valibot's schemas that lead on to others. */
interface Inner extends v.GenericSchema {
  readonly entries?: Readonly<Record<string, v.GenericSchema>>
  readonly options?: readonly Inner[]
  readonly item?: v.GenericSchema
  readonly value?: v.GenericSchema
  readonly wrapped?: v.GenericSchema
  readonly key?: string
}

/** The keys that the schema allows in the mapping at `path` of the value; none where there is no such mapping. */
export function schemaEntriesAt(
  schema: v.GenericSchema,
  root: YamlTree,
  path: readonly (string | number)[],
): readonly string[] {
  let inner: Inner | undefined = schema
  let value: unknown = plainValue(root)
  for (const key of path) {
    inner = resolved(inner, value)
    inner = inner?.entries?.[key] ?? inner?.item ?? inner?.value
    value = isRecord(value) ? value[key] : undefined
  }
  return Object.keys(resolved(inner, value)?.entries ?? {})
}

/** Behind `optional`, and the option of a variant that the value chose. */
function resolved(schema: Inner | undefined, value: unknown): Inner | undefined {
  let inner = schema
  while (inner?.wrapped) inner = inner.wrapped
  if (inner?.type !== 'variant') return inner
  const chosen = isRecord(value) ? value.kind : undefined
  return inner.options?.find(
    ({ entries }) =>
      (entries?.kind as { readonly literal?: unknown } | undefined)?.literal === chosen,
  )
}

function isRecord(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === 'object' && value !== null
}
