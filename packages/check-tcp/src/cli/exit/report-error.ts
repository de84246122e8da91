import { CheckTcpError } from '../../core/errors/check-tcp-error.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { quote } from '../../core/text/show-value.js'
import { textWidth } from '../../report/text/text-width.js'
import { COMMAND_NAMES } from '../mistakes/command-names.js'
import { meantLine } from '../mistakes/meant-line.js'
import { commandText, mendedWords } from '../mistakes/mended-command.js'
import { missingDashes } from '../mistakes/missing-dashes.js'
import { offeredCommand } from '../mistakes/offered-command.js'
import { tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'
import { splitAtCommand } from '../wait/words-behind.js'
import { errorExitCode } from './error-exit-code.js'
import { UsageError } from './usage-error.js'
import { usageOutput } from './usage-exit-code.js'

/** Says what went wrong in a person's words and returns the exit code. */
export async function reportError(
  error: unknown,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const expected = error instanceof CheckTcpError
  const message = error instanceof Error ? error.message : String(error)
  const text = expected
    ? await withMend(message, error, argv, terminal)
    : `unexpected error, please report it: ${message}`
  const output = usageOutput(argv, text)
  if (output !== '') await terminal.out(output)
  for (const line of text.split('\n')) tell(`check-tcp: ${escapeControl(line)}\n`, terminal)
  if (!expected && terminal.env.CHECK_TCP_DEBUG && error instanceof Error) {
    terminal.err(`${error.stack}\n`)
  }
  return errorExitCode(error, argv)
}

/** Would the line be broken, and with it perhaps the command that it ends in? */
function isTooWide(line: string, { errIsTerminal, columns }: Terminal): boolean {
  return errIsTerminal && textWidth(`check-tcp: ${escapeControl(line)}`) > columns
}

/** The command to type stands behind a single problem where a line has room for both, and below several; where none is safe, the help is named. */
async function withMend(
  message: string,
  error: unknown,
  argv: readonly string[],
  terminal: Terminal,
): Promise<string> {
  if (!(error instanceof UsageError)) return message
  const { createProgram } = await import('../program.js')
  // The words behind -- are somebody else's, and stay as they are.
  const { words: typed, command } = splitAtCommand(argv)
  const emptyProgram = () => createProgram(terminal, () => {})
  const offered = (words: readonly string[] | undefined, dropped?: readonly string[]) =>
    words && offeredCommand(typed, words, emptyProgram(), dropped)
  const whole = meantLine(typed)
  const meant = whole && offered(whole.words, whole.dropped)
  const split = meant || command ? undefined : missingDashes(typed, emptyProgram())
  if (split) {
    const line = commandText([...split.before, '--', ...split.command])
    return `${quote(split.command[0] ?? '')} is not a target; to run a command after the wait, put -- before it: ${line}`
  }
  const { mend } = error
  const words = meant ?? (mend && offered(mendedWords(typed, mend), mend.dropped))
  const [problem = ''] = message.split('\nsee check-tcp')
  if (words) {
    const line = commandText(command === undefined ? words : [...words, '--', ...command])
    const together = `${problem}; write ${line}`
    return problem.includes('\n') || isTooWide(together, terminal)
      ? `${problem}\nwrite ${line}`
      : together
  }
  if (!mend || message !== problem) return message
  const name = COMMAND_NAMES.find((one) => one === argv[0] && one !== 'help')
  return `${message}\nsee check-tcp ${name === undefined ? '' : `${name} `}--help`
}
