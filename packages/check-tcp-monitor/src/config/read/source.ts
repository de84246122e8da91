import { resolve } from 'node:path'
import {
  checkText,
  type Diagnostic,
  decodeText,
  diagnosticsOf,
  type Environment,
  type PositionOf,
  positionsOf,
  type ReadText,
  readText,
  type TaskFile,
  type TextProblem,
  YamlProblem,
} from 'check-tcp/files'
import { type LocalServices, readLocalServices } from 'check-tcp/local-services'
import { buildTree, parseYaml, type YamlTree } from 'check-tcp/yaml'
import { LocalServicePool } from './local-service-pool.js'

/** One file of the config as it was read, and what is reported about it. */
export interface Source {
  readonly path: string
  readonly tree: YamlTree
  readonly position: PositionOf
  readonly problems: TextProblem[]
  /** Worth a word, but no reason to refuse the config. */
  readonly warnings: TextProblem[]
  readonly services: LocalServices | undefined
}

/** A part of the config with the file it stands in. */
export interface Placed<T> {
  readonly value: T
  readonly at: number
  readonly source: Source
}

/** Reads one file; whatever is wrong with it is among its problems. */
export async function readSource(
  file: TaskFile,
  environment: Environment,
  pool = new LocalServicePool(),
): Promise<Source> {
  const path = typeof file === 'string' ? file : file.path
  const { text, problem } = await contentOf(file)
  const position = positionsOf(text)
  const problems: TextProblem[] = problem ? [problem] : []
  let tree: YamlTree = { kind: 'broken', at: 0 }
  let services: LocalServices | undefined
  try {
    if (!problem || text !== '') {
      const root = parseYaml(text)
      const specs = readLocalServices(root, problems)
      if (specs.size > 0) services = await pool.open(resolve(path), specs)
      const known = { ...environment, ...services?.ports }
      tree = buildTree(root, { text, position, environment: known }, problems)
    }
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    problems.push(...error.problems)
  }
  return { path, tree, position, problems, warnings: [], services }
}

function contentOf(file: TaskFile): ReadText | Promise<ReadText> {
  if (typeof file === 'string') return readText(file)
  return typeof file.text === 'string' ? checkText(file.text) : decodeText(file.text)
}

export function problemsOfSource({ path, problems, position }: Source): readonly Diagnostic[] {
  return diagnosticsOf(path, problems, position)
}

export function warningsOfSource({ path, warnings, position }: Source): readonly Diagnostic[] {
  return diagnosticsOf(path, warnings, position)
}

/** `checks/db.yaml:12:5`, for a message about one place that names another. */
export function showPlace({ at, source }: Pick<Placed<unknown>, 'at' | 'source'>): string {
  const { line, column } = source.position(at)
  return `${source.path}:${line}:${column}`
}
