import type { ParsedNode } from 'yaml'
import { YamlProblem } from '../text/text-problem.js'
import { parseDocument } from './parse-document.js'
import type { RecoveredYaml } from './recovered-yaml.js'
import { Recovery } from './recovery.js'
import { YamlFault } from './yaml-fault.js'

/** Larger texts were written by a program, which makes other mistakes. */
export const LONGEST_EXPLAINED = 262_144

/**
 * Parses one YAML 1.2 document with the core schema: no tags but the core schema's.
 *
 * @returns its root, or `null` for a document without content
 * @throws {YamlProblem} with everything wrong with its syntax, each in words where it is a slip that people make
 */
export function parseYaml(text: string): ParsedNode | null {
  const { root, problems } = recoverYaml(text)
  const [first] = problems
  if (first) throw new YamlProblem(first.at, first.message, problems)
  return root ?? null
}

/** Parses like `parseYaml`, and where something is wrong with the syntax, whatever can be read all the same. */
export function recoverYaml(text: string): RecoveredYaml {
  try {
    return { root: parseDocument(text), problems: [], isComplete: () => true }
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    if (error instanceof YamlFault && text.length <= LONGEST_EXPLAINED) {
      return new Recovery(text).recovered()
    }
    return { root: undefined, problems: error.problems, isComplete: () => false }
  }
}
