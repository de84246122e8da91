import { isRate, RATE_IN_WORDS, type RateLimits } from '../../policy/limits/rate-limits.js'
import type { TextProblem } from '../text/text-problem.js'
import { refuseOtherKeys, showTree } from '../tree/mapping-keys.js'
import type { YamlMapping } from '../tree/yaml-tree.js'

/** The keys of a policy file's `limits`, and what each limits. */
const LIMITS = {
  rate: 'rate',
  per_target: 'perTarget',
  per_host: 'perHost',
  per_network: 'perNetwork',
} as const satisfies Record<string, keyof RateLimits>

/** Reads `limits` of a policy file. */
export function readLimits(policy: YamlMapping, problems: TextProblem[]): RateLimits {
  const tree = policy.entries.get('limits')?.value
  if (!tree || tree.kind === 'broken') return {}
  const keys = Object.keys(LIMITS)
  if (tree.kind !== 'mapping' || tree.entries.size === 0) {
    const message = `\`limits\` must be a mapping with at least one of ${keys.join(', ')}, got ${showTree(tree)}`
    problems.push({ at: tree.at, message })
    return {}
  }
  refuseOtherKeys(tree, keys, 'limits', problems)
  const limits: { -readonly [K in keyof RateLimits]: RateLimits[K] } = {}
  for (const [key, name] of Object.entries(LIMITS)) {
    const value = tree.entries.get(key)?.value
    if (!value || value.kind === 'broken') continue
    const rate = value.kind === 'scalar' ? value.value : undefined
    if (isRate(rate)) limits[name] = rate
    else {
      const message = `\`${key}\` must be ${RATE_IN_WORDS}, got ${showTree(value)}`
      problems.push({ at: value.at, message })
    }
  }
  return limits
}
