import type { PolicyOptions } from '../../policy/policy.js'
import {
  checkCondition,
  type PolicyRule,
  type RuleConditions,
  ruleInWords,
} from '../../policy/rules/rule.js'
import type { PositionOf } from '../text/text-position.js'
import type { TextProblem } from '../text/text-problem.js'
import { refuseOtherKeys, showTree } from '../tree/mapping-keys.js'
import { writtenValue, type YamlMapping, type YamlTree } from '../tree/yaml-tree.js'
import { readAudit } from './read-audit.js'
import { readLimits } from './read-limits.js'

const POLICY_KEYS = ['rules', 'default', 'limits', 'audit'] as const
const ACTIONS = ['allow', 'deny'] as const
const CONDITIONS = ['networks', 'hosts', 'ports', 'tags', 'callers'] as const

interface ReadRule {
  readonly at: number
  readonly rule: PolicyRule
  /** With references where its texts came from the environment, for its name: results and the audit log tell that. */
  readonly written: PolicyRule
}

/** The file that a policy stands in. */
export interface PolicyPlace {
  readonly path: string
  readonly position: PositionOf
}

/**
 * Reads a policy, a whole file or a part of one, and reports everything wrong with it. Its rules are called by their
 * lines, its paths are seen from the file.
 */
export function readPolicy(
  tree: YamlTree,
  { path, position }: PolicyPlace,
  problems: TextProblem[],
): PolicyOptions {
  if (tree.kind === 'broken') return { rules: [] }
  if (tree.kind !== 'mapping') {
    const isEmpty = tree.kind === 'scalar' && tree.value === null
    const got = isEmpty ? 'and it is empty' : `got ${showTree(tree)}`
    problems.push({ at: tree.at, message: `a policy must be a mapping, ${got}` })
    return { rules: [] }
  }
  refuseOtherKeys(tree, POLICY_KEYS, 'a policy', problems)
  const rules = readRules(tree, problems)
  return {
    rules: rules.map(({ rule }) => rule),
    default: readDefault(tree, problems),
    names: rules.map(
      ({ at, written }) => `${path}:${position(at).line} ${ruleInWords(written, SEPARATORS)}`,
    ),
    written: rules.map(({ written }) => written),
    limits: readLimits(tree, problems),
    audit: readAudit(tree, path, problems),
  }
}

/** As in the file, where lists have commas. */
const SEPARATORS = { values: ', ', conditions: '; ' }

function readDefault(policy: YamlMapping, problems: TextProblem[]): 'allow' | 'deny' {
  const value = policy.entries.get('default')?.value
  if (!value || value.kind === 'broken') return 'allow'
  if (value.kind === 'scalar' && (value.value === 'allow' || value.value === 'deny')) {
    return value.value
  }
  problems.push({
    at: value.at,
    message: `\`default\` must be allow or deny, got ${showTree(value)}`,
  })
  return 'deny'
}

function readRules(policy: YamlMapping, problems: TextProblem[]): readonly ReadRule[] {
  const list = policy.entries.get('rules')?.value
  if (!list || list.kind === 'broken') return []
  if (list.kind !== 'list') {
    problems.push({ at: list.at, message: `\`rules\` must be a list, got ${showTree(list)}` })
    return []
  }
  return list.items.flatMap((item) => readRule(item, problems) ?? [])
}

function readRule(tree: YamlTree, problems: TextProblem[]): ReadRule | undefined {
  const [first, ...more] = tree.kind === 'mapping' ? [...tree.entries] : []
  const action = ACTIONS.find((one) => one === first?.[0])
  if (tree.kind === 'broken') return undefined
  if (!first || !action || more.length > 0) {
    const message = 'a rule must be a mapping with one key, allow or deny, and its conditions'
    problems.push({ at: tree.at, message })
    return undefined
  }
  const conditions = readConditions(first[1].value, action, problems)
  if (!conditions) return undefined
  const rule = ruleOf(action, conditions)
  const written = writtenConditions(first[1].value, conditions)
  return { at: tree.at, rule, written: ruleOf(action, written) }
}

function writtenConditions(tree: YamlTree, conditions: RuleConditions): RuleConditions {
  const written = writtenValue(tree)
  if (written === undefined) return conditions
  const given = new Map(Object.entries(written as RuleConditions))
  const lists = Object.keys(conditions).map((key) => [key, [given.get(key)].flat()])
  return Object.fromEntries(lists) as RuleConditions
}

function ruleOf(action: 'allow' | 'deny', conditions: RuleConditions): PolicyRule {
  return action === 'allow' ? { allow: conditions } : { deny: conditions }
}

function readConditions(
  tree: YamlTree,
  action: 'allow' | 'deny',
  problems: TextProblem[],
): RuleConditions | undefined {
  if (tree.kind === 'broken') return undefined
  if (tree.kind !== 'mapping' || tree.entries.size === 0) {
    const message = `\`${action}\` must be a mapping with at least one of ${CONDITIONS.join(', ')}`
    problems.push({ at: tree.at, message })
    return undefined
  }
  refuseOtherKeys(tree, CONDITIONS, 'a rule', problems)
  const conditions: Record<string, readonly (string | number)[]> = {}
  for (const key of CONDITIONS) {
    const value = tree.entries.get(key)?.value
    if (value) conditions[key] = readCondition(key, value, problems)
  }
  return conditions as RuleConditions
}

/** A list, or one value alone; each is tried by itself, so that every mistake is told at its place. */
function readCondition(
  key: (typeof CONDITIONS)[number],
  tree: YamlTree,
  problems: TextProblem[],
): readonly (string | number)[] {
  const items = tree.kind === 'list' ? tree.items : [tree]
  if (items.length === 0) problems.push({ at: tree.at, message: `\`${key}\` has no entries` })
  return items.flatMap((item) => {
    if (item.kind === 'broken') return []
    const value = item.kind === 'scalar' ? item.value : undefined
    if (typeof value !== 'string' && !(key === 'ports' && typeof value === 'number')) {
      problems.push({ at: item.at, message: `\`${key}\` must be texts, got ${showTree(item)}` })
      return []
    }
    try {
      checkCondition(key, value)
      return [value]
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      problems.push({ at: item.at, message: error.message })
      return []
    }
  })
}
