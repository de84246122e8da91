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

/** Would `readTargets` read them? */
export function canBeTargets(words: readonly string[]): boolean {
  return parseWords(words).every((one) => 'target' in one)
}

function parseWords(words: readonly string[]): readonly ParsedTarget[] {
  const [host = '', port = ''] = words
  if (words.length === 2 && !hasPort(host) && !hasPort(port)) {
    return [parseHostAndPort(host, port, findInEtcServices)]
  }
  return words.map((word) => parseTarget(word, findInEtcServices))
}

/** `::1` has colons and no port; `[::1]:22`, `db:5432` and every URL have one. */
function hasPort(word: string): boolean {
  return word.includes('://') || /^(\[[^\]]*\]|[^:]*):[^:]*$/.test(word)
}
