import { secondsWithUnit } from '../../core/parameters/validate.js'
import { canBeExpanded } from '../targets/read-targets.js'
import { fromOtherPrograms } from './flag-habits.js'

/** A whole command line that was probably meant. */
interface MeantLine {
  readonly words: readonly string[]
  /** Words that are left out on purpose. */
  readonly dropped?: readonly string[]
  /** The shell command that was to run after it. */
  readonly follow?: string
}

const WAITING = /^(wait-for|wait-for-it|wait-for-it\.sh|wait-for-port|wait4ports)$/i

/** Words between a host and its port. */
const BETWEEN = /^(port|on|at)$/i

/** `host=localhost`, as other programs take it. */
const KEY = /^(host|hostname|port|timeout|attempts|retries)=(.+)$/i

/** Plain words of a shell command. */
const PLAIN = /^[\w@%+=:,./-]+$/

/**
 * The command line that was probably meant by one whose words go wrong together, such as `wait-for HOST:PORT`.
 *
 * @returns `undefined` where there is no good guess
 */
export function meantLine(argv: readonly string[]): MeantLine | undefined {
  const end = argv.indexOf('--')
  const behind = end < 0 ? [] : argv.slice(end + 1)
  if (!behind.every((word) => PLAIN.test(word))) return undefined
  const typed = end < 0 ? argv : argv.slice(0, end)
  const [first = ''] = typed
  const isWait = first === 'wait' || WAITING.test(first)
  if (behind.length > 0 && !isWait) return undefined
  const path = isWait ? ['wait'] : []
  const words = reworded(isWait ? typed.slice(1) : typed, isWait)
  const meant = fromOtherPrograms(words, { find: knownValue }, path)
  if (!meant || !canBeExpanded(meant.targets)) return undefined
  const line = [...path, ...meant.targets, ...meant.flags]
  if (line.join('\0') === typed.join('\0') && behind.length === 0) return undefined
  if (line.join('\0') === typed.join('\0') || WAITING.test(first) || isReworded(typed, isWait)) {
    return {
      words: line,
      dropped: [...meant.dropped, ...behind],
      ...(behind.length > 0 ? { follow: behind.join(' ') } : {}),
    }
  }
  return undefined
}

/** Flags of this program that other programs' words become. */
function knownValue(flag: string): { readonly takesValue: boolean } | undefined {
  return ['--timeout', '--for', '--attempts', '--interval', '--output', '-o'].includes(flag)
    ? { takesValue: true }
    : undefined
}

function reworded(words: readonly string[], isWait: boolean): readonly string[] {
  return words.flatMap((word, at) => {
    const [, key, value] = KEY.exec(word) ?? []
    if (key !== undefined && value !== undefined) return [`--${key.toLowerCase()}`, value]
    if (at > 0 && at < words.length - 1 && BETWEEN.test(word)) return []
    const isValue = words[at - 1]?.startsWith('-') ?? false
    if (isWait && at > 0 && !isValue && secondsWithUnit(word) !== undefined) return ['--for', word]
    return [word]
  })
}

function isReworded(typed: readonly string[], isWait: boolean): boolean {
  return reworded(typed, isWait).join('\0') !== typed.join('\0')
}
