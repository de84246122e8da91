import type { FileHandle } from 'node:fs/promises'
import { createPolicy, type Policy, type PolicyOptions } from '../../policy/policy.js'
import { diagnosticsOf, TaskFileError } from '../text/diagnostic.js'
import type { Environment } from '../text/environment-references.js'
import { readText } from '../text/read-text.js'
import { positionsOf } from '../text/text-position.js'
import { type TextProblem, YamlProblem } from '../text/text-problem.js'
import { buildTree, type TreeSource } from '../tree/build-tree.js'
import type { YamlTree } from '../tree/yaml-tree.js'
import { parseDocument } from '../yaml/parse-document.js'
import { parseYaml } from '../yaml/parse-yaml.js'
import { giveBack, takeRuns } from './long-lists.js'
import { readPolicy } from './read-policy.js'
import { whyOthersCanChange } from './why-others-can-change.js'

interface LoadPolicyOptions {
  /** Told where others than root and this person could change the policy. @default a warning of the process */
  readonly warn?: (text: string) => void
}

/**
 * Loads a policy file; its rules are called by their lines in results.
 *
 * @throws {TaskFileError} with everything that is wrong with it; also, for root, where others could change it
 */
export async function loadPolicy(
  path: string,
  environment: Environment,
  { warn = warnOfProcess }: LoadPolicyOptions = {},
): Promise<Policy> {
  const { text, problem } = await readText(path, (file) => examine(path, file, warn))
  const position = positionsOf(text)
  const problems: TextProblem[] = problem ? [problem] : []
  let options: PolicyOptions = { rules: [] }
  try {
    if (!problem || text !== '') {
      const tree = treeOf({ text, position, environment }, problems)
      options = readPolicy(tree, { path, position }, problems)
    }
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    problems.push(...error.problems)
  }
  if (problems.length > 0) throw new TaskFileError(diagnosticsOf(path, problems, position))
  return createPolicy(options)
}

function treeOf(source: TreeSource, problems: TextProblem[]): YamlTree {
  return shortTreeOf(source) ?? buildTree(parseYaml(source.text), source, problems)
}

/** The same with long lists read beside the parser; `undefined` where there are none, and where anything is wrong. */
function shortTreeOf(source: TreeSource): YamlTree | undefined {
  const { text, runs } = takeRuns(source.text)
  if (runs.size === 0) return undefined
  try {
    const problems: TextProblem[] = []
    const tree = buildTree(parseDocument(text), source, problems)
    return problems.length === 0 ? giveBack(tree, runs) : undefined
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    return undefined
  }
}

async function examine(
  path: string,
  file: FileHandle,
  warn: (text: string) => void,
): Promise<string | undefined> {
  const why = await whyOthersCanChange(path, file)
  if (why === undefined) return undefined
  if (process.geteuid?.() === 0) return `root does not use a policy that others can change: ${why}`
  warn(`${path}: others can change this policy: ${why}`)
  return undefined
}

function warnOfProcess(text: string): void {
  process.emitWarning(text, 'PolicyWarning')
}
