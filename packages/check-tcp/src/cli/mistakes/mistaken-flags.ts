import type { Command, CommanderError, Option } from 'commander'
import { InvalidArgumentError } from 'commander'
import { nearestSpelling } from '../../core/text/nearest-spelling.js'
import { parserMessage } from '../../core/text/option-words.js'
import { UsageError } from '../exit/usage-error.js'
import { canBeExpanded } from '../targets/read-targets.js'
import { asksForUdp, isForeign, isHabit } from './flag-habits.js'
import { fromOtherPrograms, type KnownFlags } from './from-other-programs.js'
import { meantWords } from './meant-words.js'

const PLUGIN_INPUT =
  'parameters come as JSON on standard input, such as {"host": "localhost", "port": 22}'

/** What commander found wrong with a command line, with the command to type, or else with the help to read. */
export function usageErrorOf(
  { code, message }: CommanderError,
  argv: readonly string[],
  program: Command,
): UsageError {
  const { command, words, path } = commandOf(argv, program)
  const text = parserMessage(message)
  if (path[0] === 'plugin') return new UsageError(`${text}; ${PLUGIN_INPUT}`)
  const [word, ...others] = words.filter((one) => !one.startsWith('-'))
  if (code === 'commander.excessArguments' && path[0] === 'audit' && word && others.length === 0) {
    return new UsageError(text, { words: [word], instead: ['--directory', word] })
  }
  const udp = argv.find(asksForUdp)
  if (code === 'commander.unknownOption' && udp !== undefined && !knownFlags(command).find(udp)) {
    return new UsageError(`${udp}: check-tcp checks TCP only`)
  }
  const meant = code === 'commander.unknownOption' ? meantCommand(words, path, command) : undefined
  if (meant) {
    const { words: instead, dropped = [] } = meant
    return new UsageError(text, { words: argv, instead, dropped })
  }
  return new UsageError(`${text}\nsee check-tcp ${[...path, '--help'].join(' ')}`)
}

/** The command that the words begin with, the words behind its name, and its name. */
function commandOf(argv: readonly string[], program: Command) {
  let command = program
  const path: string[] = []
  for (const word of argv) {
    const below = command.commands.find((one) => one.name() === word)
    if (!below) break
    command = below
    path.push(word)
  }
  return { command, path, words: argv.slice(path.length) }
}

function knownFlags(command: Command): KnownFlags {
  const options: readonly Option[] = command.options
  return {
    find(flag) {
      const option = options.find((one) => one.long === flag || one.short === flag)
      if (option) return { takesValue: option.required }
      return ['-h', '--help'].includes(flag) ? { takesValue: false } : undefined
    },
  }
}

function isUnknown(word: string, known: KnownFlags): boolean {
  return word.startsWith('-') && word !== '-' && !known.find(word.replace(/=.*/, ''))
}

/** The whole command line in this program's words, or with its one flag spelt right. */
function meantCommand(
  words: readonly string[],
  path: readonly string[],
  command: Command,
): { readonly words: readonly string[]; readonly dropped?: readonly string[] } | undefined {
  const known = knownFlags(command)
  const nearest = spelledRight(words, command)
  if (nearest) return { words: [...path, ...nearest] }
  const meant = fromOtherPrograms(words, known, path)
  if (!meant) return undefined
  const { targets, flags, dropped } = meant
  const at = path.length === 0 && meant.command !== undefined ? [meant.command] : path
  if (!takesTargets(command)) return { words: [...at, ...targets, ...flags], dropped }
  const readable = canBeExpanded(targets) ? targets : meantWords(targets)
  if (!readable && !flags.includes('--targets')) return undefined
  return { words: [...at, ...(readable ?? []), ...flags], dropped }
}

function takesTargets({ registeredArguments }: Command): boolean {
  return registeredArguments.some((argument) => argument.name() === 'target')
}

/** Long flags whose letters are nearly right: `--tiemout`. Flags of other programs come first. */
function spelledRight(words: readonly string[], command: Command): readonly string[] | undefined {
  const known = knownFlags(command)
  const long = command.options.flatMap((option) => option.long ?? [])
  const unknown = words.filter((word) => isUnknown(word, known))
  const [flag = '', ...more] = unknown
  const name = flag.replace(/=.*/, '')
  if (more.length > 0 || !/^--[a-z]/.test(name) || isHabit(name) || isForeign(name))
    return undefined
  const nearest = nearestSpelling(
    name.slice(2),
    long.map((one) => one.slice(2)),
  )
  if (nearest === undefined) return undefined
  // Of three letters, two that differ make another word: `--sni` is not `--send`.
  if (name.length < SHORTEST_LOOSE && !isNearly(name.slice(2), nearest)) return undefined
  return words.map((word) => (word === flag ? `--${nearest}${flag.slice(name.length)}` : word))
}

/** Names below it must have the letters of the flag, all of them or some. */
const SHORTEST_LOOSE = '--xxxx'.length

function isNearly(word: string, known: string): boolean {
  const sorted = (text: string) => [...text].sort().join('')
  return sorted(word) === sorted(known) || isIn(word, known) || isIn(known, word)
}

/** Does `all` have the letters of `some` in the same order, with or without others between them? */
function isIn(some: string, all: string): boolean {
  let found = 0
  for (const letter of all) if (letter === some[found]) found++
  return found === some.length
}

/** Names the choice that was probably meant, in this command and all below it. */
export function suggestChoices(command: Command): void {
  for (const option of command.options) {
    const { argChoices: choices } = option
    if (!choices) continue
    option.argParser((value) => {
      if (choices.includes(value)) return value
      const nearest = nearestSpelling(value, choices)
      const hint = nearest === undefined ? '' : ` Did you mean ${nearest}?`
      throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.${hint}`)
    })
  }
  for (const below of command.commands) suggestChoices(below)
}
