import { parserMessage } from 'check-tcp/words'
import type { Command, CommanderError } from 'commander'
import { UsageError } from './terminal.js'
import { unknownCommand } from './unknown-command.js'

/** What the parser found wrong with a command line, in our words, with the help to read. */
export function parserError(
  { code, message }: CommanderError,
  argv: readonly string[],
  program: Command,
): UsageError {
  const text = parserMessage(message).replace(
    /^unknown option '(-c|--config)'.*/,
    '$1 stands after a subcommand, such as: incident list $1 monitor.yaml',
  )
  const path = pathOf(argv, program)
  const [first] = argv
  if (code === 'commander.excessArguments' && path.length === 0 && first !== undefined) {
    const unknown = unknownCommand(first, program)
    if (unknown) return unknown
  }
  const help = [program.name(), ...path, '--help'].join(' ')
  return new UsageError(`${text}\nsee ${help}`)
}

/** The names of commands that a command line begins with. */
function pathOf([word, ...more]: readonly string[], { commands }: Command): readonly string[] {
  const below = commands.find((one) => one.name() === word)
  return below ? [below.name(), ...pathOf(more, below)] : []
}
