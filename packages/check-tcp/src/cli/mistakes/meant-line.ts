import { secondsWithUnit } from '../../core/parameters/validate.js'
import { canBeExpanded } from '../targets/read-targets.js'
import { isWaitWord } from '../wait/words-behind.js'
import { fromOtherPrograms } from './from-other-programs.js'

/** A whole command line that was probably meant. */
interface MeantLine {
  readonly words: readonly string[]
  /** Words that are left out on purpose. */
  readonly dropped?: readonly string[]
}

/** Words between a host and its port. */
const BETWEEN = /^(port|on|at)$/i

/** `host=localhost`, as other programs take it. */
const KEY = /^(host|hostname|port|timeout|attempts|retries)=(.+)$/i

/**
 * The command line that was probably meant by one whose words go wrong together, such as `wait-for HOST:PORT`.
 *
 * @returns `undefined` where there is no good guess
 */
export function meantLine(typed: readonly string[]): MeantLine | undefined {
  const [first = ''] = typed
  const isWait = isWaitWord(first)
  const path = isWait ? ['wait'] : []
  const words = reworded(isWait ? typed.slice(1) : typed, isWait)
  const meant = fromOtherPrograms(words, { find: knownValue }, path)
  if (!meant || !canBeExpanded(meant.targets)) return undefined
  const line = [...path, ...meant.targets, ...meant.flags]
  if (line.join('\0') === typed.join('\0')) return undefined
  const isElsewhere = isWait && first !== 'wait'
  return isElsewhere || isReworded(typed, isWait)
    ? { words: line, dropped: meant.dropped }
    : undefined
}

/** Flags of this program that other programs' words become. */
function knownValue(flag: string): { readonly takesValue: boolean } | undefined {
  return ['--timeout', '--for', '--attempts', '--interval', '--output', '-o', '--receive'].includes(
    flag,
  )
    ? { takesValue: true }
    : undefined
}

function reworded(words: readonly string[], isWait: boolean): readonly string[] {
  return words.flatMap((word, at) => {
    const [, key, value] = KEY.exec(word) ?? []
    if (key !== undefined && value !== undefined) return [`--${key.toLowerCase()}`, value]
    if (at > 0 && at < words.length - 1 && BETWEEN.test(word)) return []
    // The greeting is asked for by a flag alone; a text to look for has a flag of its own.
    const next = words[at + 1] ?? '-'
    if (word === '--banner' && !next.startsWith('-') && !canBeExpanded([next])) return ['--receive']
    const isValue = words[at - 1]?.startsWith('-') ?? false
    if (isWait && at > 0 && !isValue && secondsWithUnit(word) !== undefined) return ['--for', word]
    return [word]
  })
}

function isReworded(typed: readonly string[], isWait: boolean): boolean {
  return reworded(typed, isWait).join('\0') !== typed.join('\0')
}
