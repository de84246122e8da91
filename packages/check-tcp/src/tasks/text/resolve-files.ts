import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ParametersSchema } from '../../core/parameters/parameters-schema.js'
import { escapeControl } from '../../core/text/escape-control.js'
import type { YamlEntry } from '../tree/yaml-tree.js'
import type { TextProblem } from './text-problem.js'

/** Where the file is that a parameter stands in, and what is wrong with it. */
export interface FilePlace {
  readonly folder: string
  readonly problems: TextProblem[]
}

/**
 * A parameter whose keys that name files have whole paths: a relative one is seen from the file that names it. A file
 * that is not there is reported.
 */
export function resolveFiles(
  key: string,
  entry: YamlEntry,
  { files = {} }: ParametersSchema,
  { folder, problems }: FilePlace,
): YamlEntry {
  const names = Object.hasOwn(files, key) ? files[key] : undefined
  if (!names || entry.value.kind !== 'mapping') return entry
  const entries = new Map(entry.value.entries)
  for (const name of names) {
    const named = entries.get(name)
    if (named?.value.kind !== 'scalar') continue
    const { value: path, at } = named.value
    if (typeof path !== 'string' || path === '') continue
    const whole = resolve(folder, path)
    const isThere = existsSync(whole)
    if (!isThere) {
      problems.push({ at, message: `\`${key}.${name}\`: there is no file ${escapeControl(whole)}` })
    }
    const value = isThere ? { ...named.value, value: whole } : { kind: 'broken' as const, at }
    entries.set(name, { ...named, value })
  }
  return { ...entry, value: { ...entry.value, entries } }
}
