import { expandTargets } from '../core/expand-targets.js'
import type { ParsedTarget, Target } from '../core/target.js'
import { parseHostAndPort, parseTarget } from '../core/target.js'
import { findInEtcServices } from './etc-services.js'
import { UsageError } from './usage-error.js'

/**
 * Reads the targets of a command line: `HOST:PORT...`, URLs, or `HOST PORT`.
 *
 * @throws {UsageError} with every target that cannot be read
 */
export function readTargets(words: readonly string[]): Target[] {
  const parsed = parseWords(words)
  const problems = parsed.flatMap((one) => ('problem' in one ? [one.problem] : []))
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  return parsed.flatMap((one) => ('target' in one ? [one.target] : []))
}

/** The targets of a command line whose words may stand for many. */
export interface TargetWords {
  readonly targets: Iterable<Target>
  readonly count: number
  /** Every word stands for many, over several hosts, so that a table shows them best. */
  readonly isMatrix: boolean
}

/**
 * Reads targets as `readTargets` does, and words for many: `10.0.0.0/28:22,443`, `db:8000-8010`.
 *
 * @throws {UsageError} with every word that cannot be read
 */
export function expandWords(words: readonly string[]): TargetWords {
  if (isHostAndPort(words)) {
    const targets = readTargets(words)
    return { targets, count: targets.length, isMatrix: false }
  }
  const expanded = words.map((word) => expandTargets(word, findInEtcServices))
  const problems = expanded.flatMap((one) => ('problem' in one ? [one.problem] : []))
  if (problems.length > 0) throw new UsageError(problems.join('\n'))
  const read = expanded.flatMap((one) => ('targets' in one ? [one] : []))
  return {
    targets: targetsOf(read),
    count: read.reduce((sum, { count }) => sum + count, 0),
    isMatrix: read.every(({ count }) => count > 1) && read.some(({ hosts }) => hosts > 1),
  }
}

function* targetsOf(words: readonly { readonly targets: Iterable<Target> }[]): Generator<Target> {
  for (const { targets } of words) yield* targets
}

/** Would `readTargets` read them? */
export function canBeTargets(words: readonly string[]): boolean {
  return parseWords(words).every((one) => 'target' in one)
}

function parseWords(words: readonly string[]): readonly ParsedTarget[] {
  const [host = '', port = ''] = words
  if (isHostAndPort(words)) return [parseHostAndPort(host, port, findInEtcServices)]
  return words.map((word) => parseTarget(word, findInEtcServices))
}

/** `check-tcp HOST PORT`: neither of two words has a port of its own. */
function isHostAndPort(words: readonly string[]): boolean {
  return words.length === 2 && !words.some(hasPort)
}

/** `::1` has colons and no port; `[::1]:22`, `db:5432` and every URL have one. */
function hasPort(word: string): boolean {
  return word.includes('://') || /^(\[[^\]]*\]|[^:]*):[^:]*$/.test(word)
}
