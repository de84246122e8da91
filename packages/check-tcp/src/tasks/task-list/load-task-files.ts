import { dirname } from 'node:path'
import type { Registry } from '../registry.js'
import { type Diagnostic, diagnosticsOf, TaskFileError } from '../text/diagnostic.js'
import type { Environment } from '../text/environment-references.js'
import { checkText, decodeText, type ReadText, readText } from '../text/read-text.js'
import { positionsOf } from '../text/text-position.js'
import type { TextProblem } from '../text/text-problem.js'
import { buildTree } from '../tree/build-tree.js'
import { explainBySlips } from '../yaml/explain-by-slips.js'
import { recoverYaml } from '../yaml/parse-yaml.js'
import type { RecoveredYaml } from '../yaml/recovered-yaml.js'
import { type LocalServices, openLocalServices } from './local-services.js'
import { readLocalServices } from './read-local-services.js'
import { readTaskList } from './read-task-list.js'
import type { Task } from './task.js'

/** A task file by its path, or by its content with the path that messages call it by. */
export type TaskFile = string | { readonly path: string; readonly text: string | Uint8Array }

export interface LoadOptions {
  readonly registry: Registry
  /** Where `${NAME}` is looked up; `process.env` for a command. */
  readonly environment: Environment
}

/** Tasks that are ready to run. */
export interface LoadedTasks {
  /** In the order of the files and of their place in them. */
  readonly tasks: readonly Task[]
  /** Closes the local services of the files; to be called when the tasks are over. */
  close(): Promise<void>
}

/**
 * Loads task files and opens their local services. Names are unique within a file; two files may use the same one.
 *
 * @throws {TaskFileError} with every problem of every file
 */
export async function loadTaskFiles(
  files: readonly TaskFile[],
  options: LoadOptions,
): Promise<LoadedTasks & AsyncDisposable> {
  const tasks: Task[] = []
  const diagnostics: Diagnostic[] = []
  const services: LocalServices[] = []
  const close = async () => {
    await Promise.all(services.map((opened) => opened.close()))
  }
  for (const file of files) {
    const path = typeof file === 'string' ? file : file.path
    const loaded = await loadText(path, await contentOf(file), options)
    for (const task of loaded.tasks) tasks.push(task)
    for (const diagnostic of loaded.diagnostics) diagnostics.push(diagnostic)
    if (loaded.services) services.push(loaded.services)
  }
  if (diagnostics.length > 0) {
    await close()
    throw new TaskFileError(diagnostics)
  }
  return { tasks, close, [Symbol.asyncDispose]: close }
}

function contentOf(file: TaskFile): ReadText | Promise<ReadText> {
  if (typeof file === 'string') return readText(file)
  return typeof file.text === 'string' ? checkText(file.text) : decodeText(file.text)
}

interface LoadedFile {
  readonly tasks: readonly Task[]
  readonly diagnostics: readonly Diagnostic[]
  readonly services: LocalServices | undefined
}

async function loadText(
  path: string,
  { text, problem }: ReadText,
  options: LoadOptions,
): Promise<LoadedFile> {
  const position = positionsOf(text)
  if (problem && text === '') {
    return { tasks: [], diagnostics: diagnosticsOf(path, [problem], position), services: undefined }
  }
  const problems: TextProblem[] = problem ? [problem] : []
  const recovered = recoverYaml(text)
  const servicesProblems: TextProblem[] = []
  const specs = readLocalServices(recovered.root, servicesProblems)
  problems.push(...servicesProblems)
  const services = specs.size > 0 ? await openLocalServices(specs) : undefined
  const environment = { ...options.environment, ...services?.ports }
  const tree = buildTree(recovered.root, { text, position, environment }, problems)
  const place = { folder: dirname(path), problems }
  const tasks = readTaskList(tree, options.registry, position, place).flatMap((read) => {
    const { name, description, explain, plugin, valid, written } = read
    if (!name || !plugin || !valid) return []
    const { line } = position(read.at)
    return {
      name: name.text,
      ...(description === undefined ? {} : { description }),
      plugin,
      parameters: valid.parameters,
      ...(explain ? { explain } : {}),
      file: path,
      line,
      ...(written ? { written } : {}),
    }
  })
  const isComplete: RecoveredYaml['isComplete'] = (at, scope) =>
    recovered.isComplete(at, scope) && (scope !== 'environment' || servicesProblems.length === 0)
  const explained = explainBySlips(text, problems, { ...recovered, isComplete }, position)
  return { tasks, diagnostics: diagnosticsOf(path, explained, position), services }
}
