import type { AsWritten } from '../../audit/entries/entry.js'
import type { ParametersSchema } from '../../core/parameters/parameters-schema.js'
import { problemsOf } from '../../core/parameters/validate.js'
import { meantKey } from '../../core/text/meant-key.js'
import type { Plugin } from '../plugin.js'
import { type Registry, UnknownPluginError } from '../registry.js'
import { type FilePlace, resolveFiles } from '../text/resolve-files.js'
import type { TextProblem } from '../text/text-problem.js'
import { isTrue, refuseOtherKeys, showTree, textOf } from '../tree/mapping-keys.js'
import {
  entryAt,
  isBroken,
  plainValue,
  writtenText,
  writtenValue,
  type YamlEntry,
  type YamlMapping,
  type YamlTree,
} from '../tree/yaml-tree.js'

const TASK_KEYS = ['name', 'plugin', 'parameters', 'description', 'explain'] as const

/** A task as its file has it; a part is missing where it has a problem. */
export interface ReadTask {
  readonly at: number
  readonly name: { readonly text: string; readonly at: number } | undefined
  readonly description: string | undefined
  readonly explain: boolean
  readonly plugin: Plugin | undefined
  /** Present where the plugin's schema let the parameters through. */
  readonly valid: { readonly parameters: unknown } | undefined
  /** What came from the environment; absent where nothing did. */
  readonly written: AsWritten | undefined
}

/**
 * Reads one task and reports everything wrong with it.
 *
 * @param place the task's file
 * @param defaults parameters for every task; one is merged under the task's own where the task's plugin
 *   knows its key, and the task's own value replaces it wholly
 */
export function readTask(
  tree: YamlTree,
  defaults: YamlMapping | undefined,
  registry: Registry,
  place: FilePlace,
): ReadTask | undefined {
  const { problems } = place
  if (tree.kind !== 'mapping') {
    if (tree.kind !== 'broken') {
      problems.push({
        at: tree.at,
        message: `a task must be a mapping with name, plugin and parameters, got ${showTree(tree)}`,
        ...ifEmpty(tree),
      })
    }
    return undefined
  }
  const own = withoutMisplaced(tree, schemaKeys(tree, registry), problems)
  refuseOtherKeys(own, TASK_KEYS, 'a task', problems)
  for (const key of ['name', 'plugin', 'parameters']) {
    const isMisspelt = [...own.entries.keys()].some((other) => meantKey(other, TASK_KEYS) === key)
    if (!own.entries.has(key) && !own.isPartial && !isMisspelt) {
      problems.push({ at: tree.at, message: `the task lacks \`${key}\``, missingFrom: 'entry' })
    }
  }
  const name = textOf(tree, 'name', problems)
  const description = textOf(tree, 'description', problems)
  const explain = isTrue(tree, 'explain', problems)
  const plugin = readPlugin(tree, registry, problems)
  const valid = readParameters(own, plugin?.schema, defaults, place)
  const nameAt = tree.entries.get('name')?.value.at ?? tree.at
  return {
    at: tree.at,
    name: name === undefined ? undefined : { text: name, at: nameAt },
    description,
    explain,
    plugin,
    valid,
    written: asWritten(tree, valid?.written),
  }
}

function asWritten(
  task: YamlMapping,
  parameters: Readonly<Record<string, unknown>> | undefined,
): AsWritten | undefined {
  const name = task.entries.get('name')?.value
  const text = name?.kind === 'scalar' ? writtenText(name) : undefined
  if (text === undefined && !parameters) return undefined
  return { ...(text === undefined ? {} : { name: text }), ...(parameters ? { parameters } : {}) }
}

function schemaKeys(task: YamlMapping, registry: Registry): readonly string[] {
  return Object.keys(readPlugin(task, registry, [])?.schema.entries ?? {})
}

/**
 * Tells of parameters that stand beside `parameters` instead of below it, and leaves them out, as well as `parameters`
 * where nothing stands below it.
 */
function withoutMisplaced(
  task: YamlMapping,
  parameters: readonly string[],
  problems: TextProblem[],
): YamlMapping {
  const isTaskKey = (key: string) => TASK_KEYS.some((one) => one === key)
  const misplaced = [...task.entries].filter(([key]) => parameters.includes(key) && !isTaskKey(key))
  if (misplaced.length === 0) return task
  for (const [key, { keyAt }] of misplaced) {
    problems.push({
      at: keyAt,
      message: task.entries.has('parameters')
        ? `\`${key}\` is a parameter; indent it below \`parameters:\``
        : `\`${key}\` is a parameter; write \`parameters:\` above it, and indent it below that`,
    })
  }
  const below = task.entries.get('parameters') ?? misplaced[0]?.[1]
  const entries = new Map(
    [...task.entries].filter(([key]) => !misplaced.some(([one]) => one === key)),
  )
  const isEmpty = below?.value.kind !== 'mapping'
  // What is missing below `parameters` stands beside it, which is told already.
  if (below && isEmpty)
    entries.set('parameters', { ...below, value: { kind: 'broken', at: below.keyAt } })
  return { ...task, entries }
}

function readPlugin(
  task: YamlMapping,
  registry: Registry,
  problems: TextProblem[],
): Plugin | undefined {
  const name = textOf(task, 'plugin', problems)
  if (name === undefined) return undefined
  try {
    return registry.get(name)
  } catch (error) {
    if (!(error instanceof UnknownPluginError)) throw error
    problems.push({ at: task.entries.get('plugin')?.value.at ?? task.at, message: error.message })
    return undefined
  }
}

interface ValidParameters {
  readonly parameters: unknown
  readonly written?: Readonly<Record<string, unknown>>
}

function readParameters(
  task: YamlMapping,
  schema: ParametersSchema | undefined,
  defaults: YamlMapping | undefined,
  place: FilePlace,
): ValidParameters | undefined {
  const { problems } = place
  const own = task.entries.get('parameters')?.value
  if (!own || own.kind === 'broken') return undefined
  if (own.kind !== 'mapping') {
    problems.push({
      at: own.at,
      message: `\`parameters\` must be a mapping, got ${showTree(own)}${hintFor(own)}`,
      ...ifEmpty(own),
    })
    return undefined
  }
  if (!schema) return undefined

  const merged = new Map<string, YamlEntry>()
  const written: Record<string, unknown> = {}
  for (const [key, entry] of merge(schema, defaults, own)) {
    merged.set(key, resolveFiles(key, entry, schema, place))
    const value = writtenValue(entry.value)
    if (value !== undefined) written[key] = value
  }
  const input = plainValue({ kind: 'mapping', at: own.at, entries: merged })
  const checked = problemsOf(schema, input)
  if (!Array.isArray(checked)) {
    return [...merged.values()].some(({ value }) => isBroken(value))
      ? undefined
      : {
          parameters: checked.output,
          ...(Object.keys(written).length === 0 ? {} : { written }),
        }
  }
  for (const { key, message } of checked) {
    const entry = entryAt(merged, key)
    if (entry && isBroken(entry.value)) continue
    if (!entry && own.isPartial) continue
    if (!entry && [...merged.keys()].some((other) => isMeant(key, other, schema))) continue
    const unknown = !Object.hasOwn(schema.entries, key)
    const at = entry ? (unknown ? entry.keyAt : entry.value.at) : task.at
    const hint = entry && !unknown ? hintForValue(key, entry.value) : ''
    const missing = entry ? ifEmpty(entry.value) : { missingFrom: 'entry' as const }
    problems.push({ at, message: `${message}${hint}`, ...missing })
  }
  return undefined
}

/** What is empty may have something in it that could not be read. */
function ifEmpty(tree: YamlTree): Pick<TextProblem, 'missingFrom'> {
  return tree.kind === 'scalar' && tree.value === null ? { missingFrom: 'entry' } : {}
}

/** Is a parameter there under another name, or without the space after its colon? That is told already. */
function isMeant(key: string, other: string, { entries }: ParametersSchema): boolean {
  if (Object.hasOwn(entries, other)) return false
  return other.startsWith(`${key}:`) || meantKey(other, Object.keys(entries)) === key
}

function hintFor(parameters: YamlTree): string {
  if (parameters.kind === 'list') return '; leave out the dashes'
  const isEmpty = parameters.kind === 'scalar' && parameters.value === null
  const isQuoted = parameters.kind === 'scalar' && /^\{.*\}$/s.test(String(parameters.value))
  if (isQuoted) return '; leave out the quotes around the braces'
  return isEmpty ? '; indent its parameters below it' : ''
}

/** What is commonly meant by a value of another kind. */
function hintForValue(key: string, value: YamlTree): string {
  if (key === 'host' && value.kind === 'list') return '; an IPv6 address needs quotes: "::1"'
  if (key === 'port') {
    const isMany = value.kind === 'scalar' && /^\d+[\s,-]+\d/.test(String(value.value))
    if (value.kind === 'list' || isMany) return '; a task checks one port: write a task for each'
  }
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return ''
  const [, name] = /^\$([A-Za-z_]\w*)$/.exec(value.value) ?? []
  return name === undefined ? '' : `; for the environment variable write \${${name}}`
}

function merge(
  schema: ParametersSchema,
  defaults: YamlMapping | undefined,
  own: YamlMapping,
): ReadonlyMap<string, YamlEntry> {
  if (!defaults) return own.entries
  const known = [...defaults.entries].filter(([key]) => Object.hasOwn(schema.entries, key))
  return new Map([...known, ...own.entries])
}
