import { type Foreign, isMapping, listOf, mappingOf } from '../foreign-value.js'
import type { ImportNote } from '../imported.js'

/** A file of Gatus, parsed, its references marked. */
export interface GatusFile {
  readonly path: string
  readonly value: Foreign
}

/** An endpoint, and the file that it stands in. */
interface PlacedEndpoint {
  readonly path: string
  readonly endpoint: unknown
}

interface MergedGatus {
  /** Of all files, without endpoints. */
  readonly config: Foreign
  readonly endpoints: readonly PlacedEndpoint[]
  readonly notes: readonly ImportNote[]
}

/** Gatus before version 4 called endpoints services. */
const ENDPOINT_KEYS: readonly string[] = ['endpoints', 'services']

/** One config of several files, as Gatus makes one of a directory: mappings are merged, lists are joined. */
export function mergeGatusFiles(files: readonly GatusFile[]): MergedGatus {
  const notes: ImportNote[] = []
  let config: Foreign = {}
  for (const { path, value } of files) {
    const others = Object.entries(value).filter(([key]) => !ENDPOINT_KEYS.includes(key))
    config = merge(config, Object.fromEntries(others), (key) => {
      const message = `${key}: another file has it already (Gatus refuses that)`
      notes.push({ where: path, kind: 'left out', message })
    })
  }
  const endpoints = files.flatMap(({ path, value }) =>
    ENDPOINT_KEYS.flatMap((key) => listOf(value[key])).map((endpoint) => ({ path, endpoint })),
  )
  return { config, endpoints, notes }
}

/** The files that have a setting, as messages name them. */
export function filesWith(files: readonly GatusFile[], ...keys: readonly string[]): string {
  const having = files.filter(({ value }) => {
    const found = keys.reduce<unknown>((inner, key) => mappingOf(inner)[key], value)
    return found !== undefined
  })
  return having.map(({ path }) => path).join(', ')
}

function merge(
  first: Foreign,
  second: Foreign,
  clash: (key: string) => void,
  prefix = '',
): Foreign {
  const merged: Record<string, unknown> = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const there = merged[key]
    const path = `${prefix}${key}`
    if (there === undefined || there === null) merged[key] = value
    else if (isMapping(there) && isMapping(value)) {
      merged[key] = merge(there, value, clash, `${path}.`)
    } else if (Array.isArray(there) && Array.isArray(value)) merged[key] = [...there, ...value]
    else if (value !== null && value !== undefined && !path.startsWith('x-')) clash(path)
  }
  return merged
}
