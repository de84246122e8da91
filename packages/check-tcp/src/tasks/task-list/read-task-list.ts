import { meantKey } from '../../core/text/meant-key.js'
import { nearestSpelling } from '../../core/text/nearest-spelling.js'
import { quote } from '../../core/text/show-value.js'
import type { Registry } from '../registry.js'
import type { FilePlace } from '../text/resolve-files.js'
import type { PositionOf } from '../text/text-position.js'
import type { TextProblem } from '../text/text-problem.js'
import { refuseOtherKeys, showTree, textOf } from '../tree/mapping-keys.js'
import type { YamlList, YamlMapping, YamlTree } from '../tree/yaml-tree.js'
import { LOCAL_SERVICES_KEY } from './read-local-services.js'
import { type ReadTask, readTask } from './read-task.js'

/** Of a problem that there is only where all of the file could be read. */
const MISSING = { missingFrom: 'file' } as const

const FILE_KEYS = ['name', 'description', 'defaults', LOCAL_SERVICES_KEY, 'tasks', 'steps'] as const

/** Reads the root of a task file: a list of tasks, or a mapping with `tasks` or `steps`. Reports everything wrong. */
export function readTaskList(
  root: YamlTree,
  registry: Registry,
  position: PositionOf,
  place: FilePlace,
): readonly ReadTask[] {
  const { problems } = place
  if (root.kind === 'broken') return []
  if (root.kind === 'scalar') {
    const isEmpty = root.value === null
    const got = isEmpty ? 'the file is empty' : `got ${showTree(root)}`
    const isTargets = typeof root.value === 'string' && /^\S+:\d+(?:\s|$)/.test(root.value)
    const hint = isTargets ? '; a list of targets is checked with check-tcp --targets FILE' : ''
    const message = `a task file is a list of tasks; ${got}${hint}`
    problems.push({ at: root.at, message, ...(isEmpty ? MISSING : {}) })
    return []
  }
  const mapping = root.kind === 'mapping' ? root : undefined
  const list = root.kind === 'list' ? root : listOf(root, problems)
  if (!list) return []
  if (list.items.length === 0)
    problems.push({ at: list.at, message: 'the list of tasks is empty', ...MISSING })

  const defaults = mapping && defaultsOf(mapping, problems)
  const tasks: ReadTask[] = []
  for (const item of list.items) {
    const task = readTask(item, defaults, registry, place)
    if (task) tasks.push(task)
  }
  if (defaults) refuseUnknownDefaults(defaults, tasks, problems)
  refuseEqualNames(tasks, position, problems)
  return tasks
}

function listOf(file: YamlMapping, problems: TextProblem[]): YamlList | undefined {
  const isTask = file.entries.has('plugin') && file.entries.has('parameters')
  if (isTask && !file.entries.has('tasks') && !file.entries.has('steps')) {
    problems.push({
      at: file.at,
      message:
        'a task file is a list of tasks; begin this one with "- " and indent its other lines',
    })
    return undefined
  }
  refuseOtherKeys(file, FILE_KEYS, 'a task file', problems)
  textOf(file, 'name', problems)
  textOf(file, 'description', problems)
  const tasks = file.entries.get('tasks')
  const steps = file.entries.get('steps')
  if (tasks && steps) {
    const at = Math.max(tasks.keyAt, steps.keyAt)
    problems.push({ at, message: 'a task file has either `tasks` or `steps`, not both' })
    return undefined
  }
  const list = (tasks ?? steps)?.value
  if (!list) {
    const isMisspelt = [...file.entries.keys()].some((key) => meantKey(key, ['tasks', 'steps']))
    if (isMisspelt) return undefined
    problems.push({
      at: file.at,
      message: 'a task file must be a list of tasks, or a mapping with such a list under `tasks`',
      ...MISSING,
    })
    return undefined
  }
  if (list.kind === 'list') return list
  if (list.kind !== 'broken') {
    const key = tasks ? 'tasks' : 'steps'
    problems.push({
      at: list.at,
      message: `\`${key}\` must be a list of tasks, got ${showTree(list)}${
        list.kind === 'mapping' ? '; begin each task with "- "' : ''
      }`,
      ...(list.kind === 'scalar' && list.value === null ? MISSING : {}),
    })
  }
  return undefined
}

function defaultsOf(file: YamlMapping, problems: TextProblem[]): YamlMapping | undefined {
  const defaults = file.entries.get('defaults')?.value
  if (!defaults || defaults.kind === 'broken') return undefined
  if (defaults.kind === 'mapping') return defaults
  problems.push({
    at: defaults.at,
    message: `\`defaults\` must be a mapping of parameters, got ${showTree(defaults)}`,
  })
  return undefined
}

/** A default that no task can take is a slip, and would be passed over without a word. */
function refuseUnknownDefaults(
  defaults: YamlMapping,
  tasks: readonly ReadTask[],
  problems: TextProblem[],
): void {
  const plugins = new Set(tasks.flatMap(({ plugin }) => (plugin ? [plugin] : [])))
  if (plugins.size === 0) return
  const known = new Set([...plugins].flatMap(({ schema }) => Object.keys(schema.entries)))
  for (const [key, { keyAt }] of defaults.entries) {
    if (known.has(key)) continue
    const nearest = nearestSpelling(key, [...known])
    const hint = nearest ? `; did you mean \`${nearest}\`?` : ''
    problems.push({
      at: keyAt,
      message: `${quote(key)} is not a parameter of any task here${hint} (allowed: ${[...known].join(', ')})`,
      ...MISSING,
    })
  }
}

/** Results are told apart by their task's name, so a file may use each name once. */
function refuseEqualNames(
  tasks: readonly ReadTask[],
  position: PositionOf,
  problems: TextProblem[],
): void {
  const seen = new Map<string, number>()
  for (const { name } of tasks) {
    if (!name) continue
    const first = seen.get(name.text)
    if (first === undefined) {
      seen.set(name.text, name.at)
      continue
    }
    const { line, column } = position(first)
    problems.push({
      at: name.at,
      message: `the name ${quote(name.text)} is already used by the task at ${line}:${column}; names must be unique in a file`,
    })
  }
}
