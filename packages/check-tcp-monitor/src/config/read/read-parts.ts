import { LOCAL_SERVICES_KEY } from 'check-tcp/local-services'
import {
  refuseOtherKeys,
  showTree,
  textOf,
  type YamlEntry,
  type YamlMapping,
  type YamlTree,
} from 'check-tcp/yaml'
import type { Source } from './source.js'

const LIST_KEYS = ['checks', 'tasks', 'steps'] as const

const SHARED_KEYS = ['name', 'description', 'defaults', 'groups', ...LIST_KEYS, LOCAL_SERVICES_KEY]

/** Keys that speak of the whole monitor. */
const MAIN_KEYS = [
  ...['location', 'directory', 'include', 'canaries', 'maintenance'],
  ...['alerting', 'retention', 'history', 'http', 'concurrency', 'hub', 'locations'],
  'status_pages',
]

/** The parts of one file, not yet read any further. */
export interface Parts {
  readonly entries: ReadonlyMap<string, YamlEntry>
  readonly checks: readonly YamlTree[]
}

const NOTHING: Parts = { entries: new Map(), checks: [] }

/** Reads the root of a file: a list of checks, or a mapping. Reports everything wrong with its keys. */
export function readParts(source: Source, isMain: boolean): Parts {
  const { tree, problems } = source
  if (tree.kind === 'broken') return NOTHING
  if (tree.kind === 'scalar') {
    const got = tree.value === null ? 'the file is empty' : `got ${showTree(tree)}`
    problems.push({ at: tree.at, message: `a config is a mapping or a list of checks; ${got}` })
    return NOTHING
  }
  if (tree.kind === 'list') return { entries: new Map(), checks: tree.items }
  if (tree.entries.has('plugin') && tree.entries.has('parameters')) {
    const message =
      'a config has a list of checks; begin this one with "- " and indent its other lines'
    problems.push({ at: tree.at, message })
    return NOTHING
  }
  refuseKeys(tree, isMain, source)
  textOf(tree, 'name', problems)
  textOf(tree, 'description', problems)
  return { entries: tree.entries, checks: checksOf(tree, source) }
}

function refuseKeys(file: YamlMapping, isMain: boolean, { problems }: Source): void {
  if (isMain) {
    refuseOtherKeys(file, [...SHARED_KEYS, ...MAIN_KEYS], 'a config', problems)
    return
  }
  const others = new Map([...file.entries].filter(([key]) => !MAIN_KEYS.includes(key)))
  refuseOtherKeys({ ...file, entries: others }, SHARED_KEYS, 'an included file', problems)
  for (const [key, { keyAt }] of file.entries) {
    if (!MAIN_KEYS.includes(key)) continue
    problems.push({ at: keyAt, message: `\`${key}\` belongs in the main file only` })
  }
}

function checksOf(file: YamlMapping, { problems }: Source): readonly YamlTree[] {
  const given = LIST_KEYS.filter((key) => file.entries.has(key))
  const [key] = given
  const last = Math.max(...given.map((one) => file.entries.get(one)?.keyAt ?? 0))
  if (given.length > 1) {
    const message = `a file has one of ${LIST_KEYS.join(', ')}, not ${given.join(' and ')}`
    problems.push({ at: last, message })
  }
  const list = key && file.entries.get(key)?.value
  if (!list || list.kind === 'broken') return []
  if (list.kind === 'list') return list.items
  problems.push({
    at: list.at,
    message: `\`${key}\` must be a list of checks, got ${showTree(list)}`,
  })
  return []
}
