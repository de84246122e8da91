import type { AsWritten } from 'check-tcp/files'
import { UnknownPluginError } from 'check-tcp/tasks'
import {
  showTree,
  textOf,
  writtenText,
  writtenValue,
  type YamlMapping,
  type YamlTree,
} from 'check-tcp/yaml'
import * as v from 'valibot'
import type { MonitoredCheck } from '../../core/config/check.js'
import { LONGEST_NAME } from '../../core/config/schema-words.js'
import { checkEntries, SETTING_KEYS } from '../schema/settings.js'
import { mergeSettings, refuseSlowConfirmation } from './merge-settings.js'
import {
  type Level,
  type PlacedEntry,
  parametersOf,
  readSettings,
  refuseKeys,
} from './read-level.js'
import { readParameters } from './read-parameters.js'
import { readValue, unknownName } from './read-value.js'
import type { Placed, Source } from './source.js'

const CHECK_KEYS = ['name', 'plugin', 'parameters', ...Object.keys(checkEntries), ...SETTING_KEYS]

const PLUGINS = ['check_tcp_connection']

const checkSchema = v.strictObject(checkEntries)

/** A check as its file has it; a part is missing where it has a problem. */
export interface ReadCheck {
  readonly at: number
  readonly source: Source
  readonly name: Placed<string> | undefined
  readonly check: MonitoredCheck | undefined
  /** From the outermost to the check's own. */
  readonly levels: readonly Level[]
}

/** Everything that a check can have from elsewhere. */
interface CheckSurroundings {
  readonly source: Source
  /** From the outermost. */
  readonly defaults: readonly Level[]
  readonly groups: ReadonlyMap<string, Level>
}

/** Reads one check and reports everything wrong with it. */
export function readCheck(tree: YamlTree, surroundings: CheckSurroundings): ReadCheck | undefined {
  const { source } = surroundings
  const { problems } = source
  if (tree.kind !== 'mapping') {
    if (tree.kind !== 'broken') {
      const message = `a check must be a mapping with name, plugin and parameters, got ${showTree(tree)}`
      problems.push({ at: tree.at, message })
    }
    return undefined
  }
  refuseKeys(tree, CHECK_KEYS, 'a check', source)
  for (const key of ['name', 'plugin', 'parameters']) {
    if (!tree.entries.has(key))
      problems.push({ at: tree.at, message: `the check lacks \`${key}\`` })
  }
  const name = readName(tree, source)
  const plugin = readPlugin(tree, source)
  const words = readWords(tree, source)
  const group = groupOf(tree, words.group, surroundings)
  const own = readSettings(tree, 'check', source)
  const parameters = parametersOf(tree, source)
  const ownLevel: Level = { ...own, parameters: placed(parameters, source) }
  const levels = [...surroundings.defaults, ...(group ? [group] : []), ownLevel]

  const merged = new Map(levels.flatMap((level) => [...level.parameters]))
  const parametersAt = tree.entries.get('parameters')
  const valid =
    parametersAt?.value.kind === 'mapping'
      ? readParameters(merged, { at: tree.at, source })
      : undefined
  refuseSlowConfirmation(levels, tree.at)
  const check: MonitoredCheck | undefined =
    name && plugin && valid
      ? {
          id: name.value,
          ...(words.description === undefined ? {} : { description: words.description }),
          plugin,
          parameters: valid,
          ...mergeSettings(name.value, levels, valid),
          file: source.path,
          line: source.position(tree.at).line,
          ...writtenOf(tree, merged, levels),
        }
      : undefined
  return { at: tree.at, source, name, check, levels }
}

/** What came from the environment; nothing where nothing did. */
function writtenOf(
  check: YamlMapping,
  parameters: ReadonlyMap<string, PlacedEntry>,
  levels: readonly Level[],
): { readonly written?: AsWritten } {
  const name = check.entries.get('name')?.value
  const text = name?.kind === 'scalar' ? writtenText(name) : undefined
  const values = [...parameters].flatMap(([key, { entry }]) => {
    const value = writtenValue(entry.value)
    return value === undefined ? [] : [[key, value] as const]
  })
  const tags = levels.flatMap(({ entries }) => writtenTags(entries.get('tags')?.value))
  if (text === undefined && values.length === 0 && tags.length === 0) return {}
  return {
    written: {
      ...(text === undefined ? {} : { name: text }),
      ...(values.length === 0 ? {} : { parameters: Object.fromEntries(values) }),
      ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
    },
  }
}

/** Tags that came from the environment, each with its text. */
function writtenTags(tree: YamlTree | undefined): readonly (readonly [string, string])[] {
  if (tree?.kind !== 'list') return []
  return tree.items.flatMap((item) => {
    const text = item.kind === 'scalar' ? writtenText(item) : undefined
    return item.kind !== 'scalar' || text === undefined ? [] : [[String(item.value), text] as const]
  })
}

function readName(check: YamlMapping, source: Source): Placed<string> | undefined {
  const value = textOf(check, 'name', source.problems)
  if (value === undefined) return undefined
  const at = check.entries.get('name')?.value.at ?? check.at
  if (value.length > LONGEST_NAME) {
    const message = `\`name\` must be a text of 1 to ${LONGEST_NAME} characters, got ${value.length}`
    source.problems.push({ at, message })
  }
  return { value, at, source }
}

function readPlugin(check: YamlMapping, source: Source): string | undefined {
  const plugin = textOf(check, 'plugin', source.problems)
  if (plugin === undefined || PLUGINS.includes(plugin)) return plugin
  const at = check.entries.get('plugin')?.value.at ?? check.at
  source.problems.push({ at, message: new UnknownPluginError(plugin, PLUGINS).message })
  return undefined
}

function readWords(check: YamlMapping, source: Source): v.InferOutput<typeof checkSchema> {
  const keys = Object.keys(checkEntries)
  const entries = new Map([...check.entries].filter(([key]) => keys.includes(key)))
  const tree: YamlTree = { kind: 'mapping', at: check.at, entries }
  return readValue(checkSchema, tree, { label: 'check', problems: source.problems }) ?? {}
}

function groupOf(
  check: YamlMapping,
  name: string | undefined,
  { source, groups }: CheckSurroundings,
): Level | undefined {
  if (name === undefined) return undefined
  const group = groups.get(name)
  if (!group) {
    const at = check.entries.get('group')?.value.at ?? check.at
    source.problems.push({ at, message: unknownName('group', name, [...groups.keys()]) })
  }
  return group
}

function placed(entries: YamlMapping['entries'], source: Source): ReadonlyMap<string, PlacedEntry> {
  return new Map([...entries].map(([key, entry]) => [key, { entry, source }]))
}
