import { checkTcpConnectionSchema } from 'check-tcp/parameters'
import {
  plainValue,
  refuseOtherKeys,
  showTree,
  type YamlEntry,
  type YamlMapping,
  type YamlTree,
} from 'check-tcp/yaml'
import * as v from 'valibot'
import { SETTING_KEYS, type Settings, settingEntries, settingsSchema } from '../schema/settings.js'
import { readValue } from './read-value.js'
import type { Source } from './source.js'

const PARAMETERS: readonly string[] = Object.keys(checkTcpConnectionSchema.entries)

/** A parameter with the file that gives it. */
export interface PlacedEntry {
  readonly entry: YamlEntry
  readonly source: Source
}

/** What `defaults`, a group or a check itself says; the later of several levels wins. */
export interface Level {
  readonly source: Source
  readonly at: number
  readonly settings: Settings
  /** The settings as they stand in the file, to point at. */
  readonly entries: ReadonlyMap<string, YamlEntry>
  readonly parameters: ReadonlyMap<string, PlacedEntry>
}

/**
 * Reads `defaults` or a group.
 *
 * @param loose whether parameters may stand beside the settings, as they do in the `defaults` of a task file
 */
export function readLevel(
  tree: YamlTree,
  label: string,
  source: Source,
  loose: boolean,
): Level | undefined {
  if (tree.kind !== 'mapping') {
    if (tree.kind !== 'broken') {
      const message = `\`${label}\` must be a mapping of settings, got ${showTree(tree)}`
      source.problems.push({ at: tree.at, message })
    }
    return undefined
  }
  const isParameter = (key: string, { value }: YamlEntry) =>
    loose && PARAMETERS.includes(key) && (!SETTING_KEYS.includes(key) || value.kind === 'scalar')
  const parameters = [...tree.entries].filter(([key, entry]) => isParameter(key, entry))
  const rest = without(tree, new Set(parameters.map(([key]) => key)))
  const allowed = [...SETTING_KEYS, 'parameters']
  refuseKeys(
    rest,
    loose ? [...new Set([...allowed, ...PARAMETERS])] : allowed,
    `\`${label}\``,
    source,
  )
  const given = parametersOf(rest, source)
  const known = [...given].filter(([key]) => PARAMETERS.includes(key))
  refuseOtherKeys({ ...rest, entries: given }, PARAMETERS, '`parameters`', source.problems)
  return {
    ...readSettings(rest, label, source),
    parameters: new Map([...parameters, ...known].map(([key, entry]) => [key, { entry, source }])),
  }
}

/** The settings of a level, without its parameters. */
export function readSettings(
  mapping: YamlMapping,
  label: string,
  source: Source,
): Omit<Level, 'parameters'> {
  const entries = new Map([...mapping.entries].filter(([key]) => SETTING_KEYS.includes(key)))
  const tree: YamlTree = { kind: 'mapping', at: mapping.at, entries }
  const read = readValue(settingsSchema, tree, { label, problems: source.problems })
  const settings = read ?? validSettings(entries)
  return { source, at: mapping.at, settings, entries }
}

/** Those of the settings that are valid, so that a mistake in one hides no mistake in another. */
function validSettings(entries: ReadonlyMap<string, YamlEntry>): Settings {
  const valid: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries<v.GenericSchema>(settingEntries)) {
    const entry = entries.get(key)
    const parsed = entry && v.safeParse(schema, plainValue(entry.value))
    if (parsed?.success) valid[key] = parsed.output
  }
  // Each value is what its own schema gives.
  return valid as Settings
}

/** What stands under `parameters`; anything but a mapping is reported. */
export function parametersOf(mapping: YamlMapping, source: Source): ReadonlyMap<string, YamlEntry> {
  const tree = mapping.entries.get('parameters')?.value
  if (!tree || tree.kind === 'broken') return new Map()
  if (tree.kind === 'mapping') return tree.entries
  const message = `\`parameters\` must be a mapping, got ${showTree(tree)}`
  source.problems.push({ at: tree.at, message })
  return new Map()
}

function without(mapping: YamlMapping, keys: ReadonlySet<string>): YamlMapping {
  return { ...mapping, entries: new Map([...mapping.entries].filter(([key]) => !keys.has(key))) }
}

/** Reports keys that are not allowed; of a parameter that stands beside `parameters`, where it belongs. */
export function refuseKeys(
  mapping: YamlMapping,
  allowed: readonly string[],
  what: string,
  { problems }: Source,
): void {
  const isStray = (key: string) => PARAMETERS.includes(key) && !allowed.includes(key)
  for (const [key, { keyAt }] of mapping.entries) {
    if (!isStray(key)) continue
    problems.push({
      at: keyAt,
      message: `\`${key}\` is a parameter: put it under \`parameters\``,
    })
  }
  const strays = new Set([...mapping.entries.keys()].filter(isStray))
  refuseOtherKeys(without(mapping, strays), allowed, what, problems)
}
