import { type ExpandedTargets, expandTargets } from '../../core/target/expand-targets.js'
import { bracketed } from '../../core/target/host-and-port.js'
import type { ParsedTarget, Target } from '../../core/target/target.js'
import { parseHostAndPort, parseTarget } from '../../core/target/target.js'
import { quote } from '../../core/text/show-value.js'
import { UsageError } from '../exit/usage-error.js'
import { hasPort, isHostAndPorts, meantWords } from '../mistakes/meant-words.js'
import { findInEtcServices } from './etc-services.js'

/**
 * Reads the targets of a command line: `HOST:PORT...`, URLs, or `HOST PORT`.
 *
 * @throws {UsageError} with every target that cannot be read, and what was probably meant
 */
export function readTargets(words: readonly string[]): Target[] {
  if (!canBeTargets(words) && canBeExpanded(words)) {
    throw new UsageError(
      'blocks of addresses and lists of ports cannot be used here; name each target',
    )
  }
  return readable(words, parseWords(words)).map(({ target }) => target)
}

/**
 * Reads the target of a command that takes one.
 *
 * @param command its name, for the message
 * @throws {UsageError} where there are more of them or it cannot be read, and what was probably meant
 */
export function readTarget(words: readonly string[], command: string): Target {
  const parsed = parseWords(words)
  const [one, ...more] = parsed
  if (one && 'target' in one && more.length === 0) return one.target
  const isMany = parsed.every((each) => 'target' in each) || canBeExpanded(words)
  const first = firstOf(isMany ? words : (meantWords(words) ?? words))
  const mend = first === undefined ? undefined : { words, instead: [first] }
  if (isMany) {
    throw new UsageError(`${command} takes one target`, mend && { ...mend, dropped: words })
  }
  const problems = parsed.flatMap((each) => ('problem' in each ? [each.problem] : []))
  const text =
    words.length > 1 && mend
      ? `${quote(words.join(' '))} cannot be read as a target`
      : problems.join('\n')
  throw new UsageError(text, mend)
}

/** The first target that the words stand for, as one word. */
function firstOf(words: readonly string[]): string | undefined {
  const [word] = words
  if (words.length === 1 && word !== undefined && 'target' in parseTarget(word)) return word
  const [read] = expandAll(words)
  if (!read || 'problem' in read) return undefined
  for (const { host, port } of read.targets) return `${bracketed(host)}:${port}`
  return undefined
}

/** The targets of a command line whose words may stand for many. */
interface TargetWords {
  /** Made one by one, as often as they are asked for. */
  readonly targets: Iterable<Target>
  readonly count: number
  /** Every word stands for many, so that a table shows them best. */
  readonly isMatrix: boolean
}

/**
 * Reads targets as `readTargets` does, and words for many: `10.0.0.0/28:22,443`, `db:8000-8010`, `db 80 443`.
 *
 * @throws {UsageError} with every word that cannot be read, and what was probably meant
 */
export function expandWords(words: readonly string[]): TargetWords {
  const read = readable(words, expandAll(words))
  return {
    targets: { [Symbol.iterator]: () => targetsOf(read) },
    count: read.reduce((sum, { count }) => sum + count, 0),
    isMatrix: read.every(({ count }) => count > 1),
  }
}

/**
 * Reads the words of one line of a list as those of a command line.
 *
 * @returns its targets, or everything that is wrong with it and what was probably meant
 */
export function readWords(words: readonly string[]): TargetWords | { readonly problem: string } {
  const [word = '', ...more] = words
  const one = more.length === 0 ? expandTargets(word, findInEtcServices) : undefined
  if (one && 'targets' in one) return { ...one, isMatrix: false }
  try {
    return expandWords(words)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const meant = error.mend ? `; write ${error.mend.instead.join(' ')}` : ''
    return { problem: `${error.message.replaceAll('\n', '; ')}${meant}` }
  }
}

function expandAll(words: readonly string[]): readonly ExpandedTargets[] {
  const [host = '', ...ports] = words
  if (
    isHostAndPorts(words) &&
    (ports.length > 1 || /[,-]/.test(ports.join()) || host.includes('/'))
  ) {
    return [expandTargets(`${bracketed(host)}:${ports.join(',')}`, findInEtcServices)]
  }
  if (!isHostAndPort(words)) return words.map((word) => expandTargets(word, findInEtcServices))
  return parseWords(words).map((parsed) =>
    'problem' in parsed ? parsed : { targets: [parsed.target], count: 1, hosts: 1, ports: 1 },
  )
}

/** @throws {UsageError} with every problem, each once */
function readable<T extends object>(
  words: readonly string[],
  read: readonly (T | { readonly problem: string })[],
): readonly Exclude<T, { readonly problem: string }>[] {
  const isProblem = (one: object): one is { readonly problem: string } => 'problem' in one
  const problems = [...new Set(read.filter(isProblem).map(({ problem }) => problem))]
  if (problems.length === 0) {
    return read.filter((one): one is Exclude<T, { readonly problem: string }> => !isProblem(one))
  }
  const instead = meantWords(words)
  if (!instead) throw new UsageError(problems.join('\n'))
  // Where one thing was meant by several words, what is wrong with each of them helps nobody.
  const isOne = words.length > 1 && instead.length !== words.length
  const message = isOne
    ? `${quote(words.join(' '))} cannot be read as targets`
    : problems.join('\n')
  throw new UsageError(message, { words, instead })
}

function* targetsOf(words: readonly { readonly targets: Iterable<Target> }[]): Generator<Target> {
  for (const { targets } of words) yield* targets
}

/** Would `readTargets` read them? */
export function canBeTargets(words: readonly string[]): boolean {
  return parseWords(words).every((one) => 'target' in one)
}

/** Would `expandWords` read them? */
export function canBeExpanded(words: readonly string[]): boolean {
  return words.length > 0 && expandAll(words).every((one) => 'targets' in one)
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
