import { type ParametersSchema, problemsOf } from '../core/validate.js'
import { isTrue, refuseOtherKeys, showTree, textOf } from './mapping-keys.js'
import type { TextProblem } from './parse-yaml.js'
import type { Plugin } from './plugin.js'
import { type Registry, UnknownPluginError } from './registry.js'
import {
  isBroken,
  plainValue,
  type YamlEntry,
  type YamlMapping,
  type YamlTree,
} from './yaml-tree.js'

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
}

/**
 * Reads one task and reports everything wrong with it.
 *
 * @param defaults parameters for every task; one is merged under the task's own where the task's plugin
 *   knows its key, and the task's own value replaces it wholly
 */
export function readTask(
  tree: YamlTree,
  defaults: YamlMapping | undefined,
  registry: Registry,
  problems: TextProblem[],
): ReadTask | undefined {
  if (tree.kind !== 'mapping') {
    if (tree.kind !== 'broken') {
      problems.push({
        at: tree.at,
        message: `a task must be a mapping with name, plugin and parameters, got ${showTree(tree)}`,
      })
    }
    return undefined
  }
  refuseOtherKeys(tree, TASK_KEYS, 'a task', problems)
  for (const key of ['name', 'plugin', 'parameters']) {
    if (!tree.entries.has(key)) {
      problems.push({ at: tree.at, message: `the task lacks \`${key}\`` })
    }
  }
  const name = textOf(tree, 'name', problems)
  const description = textOf(tree, 'description', problems)
  const explain = isTrue(tree, 'explain', problems)
  const plugin = readPlugin(tree, registry, problems)
  const valid = readParameters(tree, plugin?.schema, defaults, problems)
  const nameAt = tree.entries.get('name')?.value.at ?? tree.at
  return {
    at: tree.at,
    name: name === undefined ? undefined : { text: name, at: nameAt },
    description,
    explain,
    plugin,
    valid,
  }
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

function readParameters(
  task: YamlMapping,
  schema: ParametersSchema | undefined,
  defaults: YamlMapping | undefined,
  problems: TextProblem[],
): { parameters: unknown } | undefined {
  const own = task.entries.get('parameters')?.value
  if (!own || own.kind === 'broken') return undefined
  if (own.kind !== 'mapping') {
    problems.push({
      at: own.at,
      message: `\`parameters\` must be a mapping, got ${showTree(own)}`,
    })
    return undefined
  }
  if (!schema) return undefined

  const merged = merge(schema, defaults, own)
  const input = plainValue({ kind: 'mapping', at: own.at, entries: merged })
  const checked = problemsOf(schema, input)
  if (!Array.isArray(checked)) return { parameters: checked.output }
  for (const { key, message } of checked) {
    const entry = merged.get(key) ?? merged.get(key.split('.')[0] ?? '')
    if (entry && isBroken(entry.value)) continue
    const unknown = !Object.hasOwn(schema.entries, key)
    const at = entry ? (unknown ? entry.keyAt : entry.value.at) : task.at
    problems.push({ at, message })
  }
  return undefined
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
