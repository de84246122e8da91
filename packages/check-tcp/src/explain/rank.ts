import { CONFIDENCES, type Confidence, type Reason } from './explanation.js'
import type { Facts } from './facts.js'
import type { Rule } from './rule.js'
import { lastWord } from './rules/last-word.js'
import { NAMES } from './rules/names.js'
import { NETWORK } from './rules/network.js'
import { OWN_FIREWALL } from './rules/own-firewall.js'
import { TARGET } from './rules/target.js'
import { THIS_MACHINE } from './rules/this-machine.js'

/**
 * Every rule, in the order in which equally sure ones speak: what this machine does to itself first, since it hides
 * everything behind it; then the name; then the target where it was seen itself; then the way there.
 */
export const RULES: readonly Rule[] = [
  ...THIS_MACHINE,
  ...OWN_FIREWALL,
  ...NAMES,
  ...NETWORK,
  ...TARGET,
]

/**
 * The reasons that fit the facts, the surest first; never empty. What is certain leaves room only for what can be true
 * beside it.
 */
export function rank(facts: Facts): readonly Reason[] {
  const [first, ...others] = RULES.flatMap((rule) => {
    const confidence = rule.when(facts)
    return confidence ? [{ rule, confidence }] : []
  }).sort((a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence))
  if (!first) {
    const { word, fault, confidence } = lastWord(facts)
    return [toReason(word, fault, confidence, facts)]
  }
  const mayStand = ({ rule: { goesWith = [] } }: typeof first) =>
    first.confidence !== 'certain' || goesWith.includes(first.rule.reason)
  return [first, ...others.filter(mayStand)].map(({ rule, confidence }) =>
    toReason(rule, rule.fault, confidence, facts),
  )
}

function toReason(
  rule: Omit<Rule, 'fault' | 'when' | 'goesWith'>,
  fault: Reason['fault'],
  confidence: Confidence,
  facts: Facts,
): Reason {
  return {
    reason: rule.reason,
    fault,
    confidence,
    text: rule.text(facts),
    evidence: said(rule.evidence(facts)),
    next_steps: said(rule.next(facts)),
  }
}

function said(lines: readonly (string | false | undefined)[]): readonly string[] {
  return [
    ...new Set(lines.filter((line) => line !== false && line !== undefined && line !== '')),
  ].map(String)
}
