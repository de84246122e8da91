import { createPolicy, type Policy, type PolicyOptions } from '../policy/policy.js'
import { buildTree } from './build-tree.js'
import { diagnosticsOf, TaskFileError } from './diagnostic.js'
import type { Environment } from './environment-references.js'
import { parseYaml, type TextProblem, YamlProblem } from './parse-yaml.js'
import { readPolicy } from './read-policy.js'
import { readText } from './read-text.js'
import { positionsOf } from './text-position.js'

/**
 * Loads a policy file; its rules are called by their lines in results.
 *
 * @throws {TaskFileError} with everything that is wrong with it
 */
export async function loadPolicy(path: string, environment: Environment): Promise<Policy> {
  const { text, problem } = await readText(path)
  const position = positionsOf(text)
  const problems: TextProblem[] = problem ? [problem] : []
  let options: PolicyOptions = { rules: [] }
  try {
    if (!problem) {
      const tree = buildTree(parseYaml(text), { text, position, environment }, problems)
      options = readPolicy(tree, { path, position }, problems)
    }
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    problems.splice(0, problems.length, ...error.problems)
  }
  if (problems.length > 0) throw new TaskFileError(diagnosticsOf(path, problems, position))
  return createPolicy(options)
}
