import { dirname } from 'node:path'
import { resolveFiles } from 'check-tcp/files'
import { checkTcpConnectionSchema, problemsOfCheck, type ValidCheck } from 'check-tcp/parameters'
import { entryAt, isBroken, plainValue, type YamlEntry, type YamlTree } from 'check-tcp/yaml'
import type { PlacedEntry } from './read-level.js'
import type { Source } from './source.js'

/** Where what is missing is reported. */
interface Place {
  readonly at: number
  readonly source: Source
}

/**
 * Checks parameters that may come from several files and fills in what is left out. What is wrong is reported where it
 * stands.
 */
export function readParameters(
  merged: ReadonlyMap<string, PlacedEntry>,
  place: Place,
): ValidCheck | undefined {
  const entries = new Map<string, YamlEntry>()
  for (const [key, { entry, source }] of merged) {
    const from = { folder: dirname(source.path), problems: source.problems }
    entries.set(key, resolveFiles(key, entry, checkTcpConnectionSchema, from))
  }
  const tree: YamlTree = { kind: 'mapping', at: place.at, entries }
  const checked = problemsOfCheck(plainValue(tree))
  if (!Array.isArray(checked)) return isBroken(tree) ? undefined : checked
  for (const { key, message } of checked) {
    const { source } = merged.get(key) ?? merged.get(key.split('.')[0] ?? '') ?? place
    const entry = entryAt(entries, key)
    if (!entry) source.problems.push({ at: place.at, message })
    else if (!isBroken(entry.value)) {
      const known = Object.hasOwn(checkTcpConnectionSchema.entries, key)
      source.problems.push({ at: known ? entry.value.at : entry.keyAt, message })
    }
  }
  return undefined
}
