import type { TextProblem } from '../text/text-problem.js'
import { showTree } from './mapping-keys.js'
import type { YamlMapping, YamlTree } from './yaml-tree.js'

/** The key under which a mapping takes over the keys of others, as YAML 1.1 has it. */
export const MERGE = '<<'

/** The mapping with the keys of the others that it has not itself; of several, the first that has a key gives it. */
export function mergeInto(
  own: YamlMapping,
  others: YamlTree,
  problems: TextProblem[],
): YamlMapping {
  const entries = new Map(own.entries)
  let isPartial = false
  for (const other of others.kind === 'list' ? others.items : [others]) {
    if (other.kind === 'mapping') {
      isPartial ||= other.isPartial === true
      for (const [key, entry] of other.entries) if (!entries.has(key)) entries.set(key, entry)
      continue
    }
    isPartial = true
    if (other.kind === 'broken') continue
    const message = `\`${MERGE}\` must be a mapping such as *base, or a list of mappings, got ${showTree(other)}`
    problems.push({ at: other.at, message })
  }
  return { ...own, entries, ...(isPartial ? { isPartial } : {}) }
}
