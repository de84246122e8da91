import { type Command, CommanderError } from 'commander'
import { secondsWithUnit } from '../../core/parameters/validate.js'
import { canBeExpanded } from '../targets/read-targets.js'
import { COMMAND_NAMES } from './command-names.js'

/** What people put into a command line around a target, and what is never the name of a host. */
const NO_HOSTS = new Set([
  ...COMMAND_NAMES,
  ...'check test connect probe ping scan tcp tcping nc ncat netcat telnet curl ssh nmap get'.split(
    ' ',
  ),
  ...'port ports host hosts hostname server target status state help version list show stop'.split(
    ' ',
  ),
  ...'start on at in to is for from with and or if then echo up down open closed'.split(' '),
  ...'wait-for wait-for-it wait-for-it.sh dockerize retry timeout attempts interval count'.split(
    ' ',
  ),
])

/** Ports that a mend may bring: of an example, of SSH and Telnet, and of `*`. */
const BROUGHT_PORTS: ReadonlySet<string> = new Set(['443', '22', '23', '1', '65535'])

/**
 * The command line to offer instead of another one: it can be used, it differs, and neither a number of what was
 * typed is lost in it nor does it have a port or a host that nobody typed.
 *
 * @param typed the words that were typed
 * @param mended the words that were probably meant
 * @param program the program, which parses them and is not used for anything else
 * @param dropped words that are left out on purpose
 * @returns `undefined` where it is not safe to offer
 */
export function offeredCommand(
  typed: readonly string[],
  mended: readonly string[],
  program: Command,
  dropped: readonly string[] = [],
): readonly string[] | undefined {
  if (mended.join('\0') === '--version') return mended
  const read = parsed(mended, program)
  if (!read) return undefined
  const { operands } = read
  if (mended.join('\0') === typed.join('\0')) return undefined
  const kept = new Set(mended.flatMap(numbersOf))
  const gone = typed.filter((word) => !mended.includes(word) && !dropped.includes(word))
  if (gone.flatMap(numbersOf).some((number) => !kept.has(number))) return undefined
  const fresh = operands.filter((word) => !typed.includes(word))
  if (read.takesTargets && !fresh.every((word) => isTyped(word, typed, gone))) return undefined
  return mended
}

/** Is the target made of what was typed? A lone host may get an example's port. */
function isTyped(word: string, typed: readonly string[], gone: readonly string[]): boolean {
  const [, host = '', ports = ''] = /^(?:[a-z]+:\/\/)?(.*?)(?::([^:\]]*))?$/i.exec(word) ?? []
  const name = host.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  if (NO_HOSTS.has(name) || /^\d+(\.\d+)?[a-z]*$/.test(name)) return false
  const numbers = new Set(typed.flatMap(numbersOf))
  const brought = (ports.match(/\d+/g) ?? []).filter((port) => !numbers.has(port))
  if (brought.length === 0) return true
  if (!brought.every((port) => BROUGHT_PORTS.has(port))) return false
  const others = gone.filter((one) => !one.startsWith('-') && !/^(ssh|telnet)$/i.test(one))
  return others.length <= 1
}

/** Numbers that stand for themselves, and the seconds of durations; digits within a name are part of it. */
function numbersOf(word: string): readonly string[] {
  const text = word.normalize('NFKC')
  const value = text.replace(/^--?[a-z-]+=/i, '')
  const seconds = secondsWithUnit(value)
  if (seconds !== undefined) return [String(seconds)]
  const bare = text
    .replace(/^[^@/\s]*@/, '')
    .replace(/^([a-z]+:\/\/)?([^/]*\.[^/:\d]+|[^/]+:\d+)\/(?!\d+$|\d.*:).*$/i, '$1$2')
    .replace(/\.(0-255|1-254)(?=:)/, '')
  return bare.match(bare.startsWith('-') ? /\d+/g : /(?<![a-z_\d]|[a-z]\.)\d+(?![a-z_])/gi) ?? []
}

interface Parsed {
  readonly operands: readonly string[]
  readonly takesTargets: boolean
}

/** The words as the program would take them; `undefined` where it would not. */
function parsed(mended: readonly string[], program: Command): Parsed | undefined {
  let command = program
  let rest = mended
  for (;;) {
    const below = command.commands.find((one) => one.name() === rest[0])
    if (!below) break
    command = below
    rest = rest.slice(1)
  }
  if (!hasNumbers(rest, command)) return undefined
  const operands = operandsOf(rest, command)
  if (!operands) return undefined
  const { registeredArguments } = command
  const takesTargets = registeredArguments.some((one) => one.name() === 'target')
  if (takesTargets && rest.includes('--targets')) {
    if (operands.length > 0) return undefined
  } else if (takesTargets && !canBeExpanded(operands)) return undefined
  const isMany = registeredArguments.some((one) => one.variadic)
  if (!isMany && operands.length > registeredArguments.length) return undefined
  if (registeredArguments.some((one) => one.required) && operands.length === 0) return undefined
  return { operands, takesTargets }
}

/** A flag that is not the command's, a value too few or one that is no choice makes them unusable. */
function operandsOf(words: readonly string[], command: Command): readonly string[] | undefined {
  try {
    const { operands, unknown } = command.parseOptions([...words])
    return unknown.some((word) => !['-h', '--help'].includes(word)) ? undefined : operands
  } catch (error) {
    if (error instanceof CommanderError) return undefined
    throw error
  }
}

/** Has each flag that takes a number or a time one? */
function hasNumbers(words: readonly string[], command: Command): boolean {
  return words.every((word, at) => {
    const [, name, inline] = /^(--[a-z-]+)=(.*)$/.exec(word) ?? []
    const option = command.options.find(({ long }) => long === (name ?? words[at - 1]))
    if (!option || option.long === '--since') return true
    const text = inline ?? word
    if (/^\d+(\.\d+)?$/.test(text) || !/<(time|number|port)>/.test(option.flags)) return true
    return option.flags.includes('<time>') && secondsWithUnit(text) !== undefined
  })
}
