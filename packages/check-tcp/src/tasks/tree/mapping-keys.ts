import { meantBoolean } from '../../core/parameters/validate.js'
import { meantKey } from '../../core/text/meant-key.js'
import { quote, showValue } from '../../core/text/show-value.js'
import type { TextProblem } from '../text/text-problem.js'
import { plainValue, type YamlMapping, type YamlTree } from './yaml-tree.js'

/** Reports every key of the mapping that is not allowed, with the nearest one that is. */
export function refuseOtherKeys(
  mapping: YamlMapping,
  allowed: readonly string[],
  what: string,
  problems: TextProblem[],
): void {
  for (const [key, { keyAt }] of mapping.entries) {
    if (allowed.includes(key)) continue
    const nearest = meantKey(key, allowed)
    const hint = nearest ? `; did you mean \`${nearest}\`?` : ''
    problems.push({
      at: keyAt,
      message: `${quote(key)} is not a key of ${what}${hint} (allowed: ${allowed.join(', ')})`,
    })
  }
}

/** The text under `key`; `undefined`, with the problem reported, where it is something else. */
export function textOf(
  mapping: YamlMapping,
  key: string,
  problems: TextProblem[],
): string | undefined {
  const value = mapping.entries.get(key)?.value
  if (!value || value.kind === 'broken') return undefined
  if (value.kind === 'scalar' && typeof value.value === 'string' && value.value.trim() !== '') {
    return value.value
  }
  const written = value.kind === 'scalar' ? value.value : undefined
  const isOther = typeof written === 'number' || typeof written === 'boolean'
  problems.push({
    at: value.at,
    message: `\`${key}\` must be a text, got ${showTree(value)}${isOther ? '; put it in quotes' : ''}`,
    // Its text may stand on lines that could not be read.
    ...(written === null || written === '' ? { missingFrom: 'entry' } : {}),
  })
  return undefined
}

/** Is `key` there and true? Anything but true or false is reported. */
export function isTrue(mapping: YamlMapping, key: string, problems: TextProblem[]): boolean {
  const value = mapping.entries.get(key)?.value
  if (!value || value.kind === 'broken') return false
  if (value.kind === 'scalar' && typeof value.value === 'boolean') return value.value
  const written = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : ''
  const meant = meantBoolean(written)
  problems.push({
    at: value.at,
    message: `\`${key}\` must be true or false, got ${showTree(value)}${meant ? `; write ${meant}` : ''}`,
  })
  return false
}

/** A part of a file as a message shows it. */
export function showTree(tree: YamlTree): string {
  return tree.kind === 'scalar' ? showValue(plainValue(tree)) : `a ${tree.kind}`
}
