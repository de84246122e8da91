import {
  buildTree,
  checkText,
  parseYaml,
  plainValue,
  positionsOf,
  type TextProblem,
  YamlProblem,
} from 'check-tcp/config-files'
import { isMapping, listOf } from './foreign-value.js'
import { ImportError, type ImportFile } from './imported.js'

/**
 * The values of a YAML or JSON file of another program. References to the environment stay as they are written, merge
 * keys (`<<`) are merged.
 *
 * @throws {ImportError} for what is neither, with its place
 */
export function parseForeign({ path, text }: ImportFile): unknown {
  const { problem } = checkText(text)
  if (problem) throw new ImportError(`${path}: ${problem.message}`)
  if (/^\s*[[{]/.test(text)) {
    const json = parseJson(text)
    if (json !== undefined) return plain(json, path)
  }
  // `$${` writes `${` in task files, whose reader this is.
  const escaped = text.replaceAll('${', () => '$${')
  const position = positionsOf(escaped)
  const problems: TextProblem[] = []
  try {
    const tree = buildTree(
      parseYaml(escaped),
      { text: escaped, position, environment: {} },
      problems,
    )
    const [first] = problems
    if (first) throw new YamlProblem(first.at, first.message)
    return plain(plainValue(tree), path)
  } catch (error) {
    if (!(error instanceof YamlProblem)) throw error
    const { line, column } = position(error.at)
    throw new ImportError(`${path}:${line}:${column}: ${error.message}`)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // It may be YAML in flow style; as YAML it is told where it is wrong.
    return undefined
  }
}

/** Deeper than any config of these programs, and far from where recursion ends. */
const DEEPEST = 100

/** Keys that mean something to JavaScript objects, which JSON lets through. */
const FORBIDDEN_KEYS: readonly string[] = ['__proto__', 'constructor', 'prototype']

/** Mappings without prototypes, in which YAML 1.1's merge keys are merged: own keys win, then the earlier of several. */
function plain(value: unknown, path: string, depth = 0): unknown {
  if (depth > DEEPEST) {
    throw new ImportError(`${path}: lists and mappings may be nested at most ${DEEPEST} deep`)
  }
  if (Array.isArray(value)) return value.map((item) => plain(item, path, depth + 1))
  if (!isMapping(value)) return value
  const own: Record<string, unknown> = Object.create(null)
  for (const [key, one] of Object.entries(value)) {
    if (key !== '<<' && !FORBIDDEN_KEYS.includes(key)) own[key] = plain(one, path, depth + 1)
  }
  const bases = isMapping(value['<<']) ? [value['<<']] : listOf(value['<<'])
  for (const base of bases) {
    const inherited = plain(base, path, depth + 1)
    if (!isMapping(inherited)) continue
    for (const [key, one] of Object.entries(inherited)) own[key] ??= one
  }
  return own
}
