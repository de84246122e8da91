import { COMMAND, RunningCommand } from './run-command.js'

/** Ctrl-C as a keyboard sends it; the terminal makes SIGINT of it. */
export const CTRL_C = '\u0003'

interface OnTerminalOptions {
  /** Of the shell, such as `2>errors`. */
  readonly redirection?: string
  /** @default 100 */
  readonly columns?: number
  readonly env?: Record<string, string>
}

/**
 * Starts the built command on a terminal (that of script(1), from util-linux): its standard output and error come
 * together, as on a screen.
 */
export function startOnTerminal(
  args: readonly string[],
  { redirection = '', columns = 100, env = {} }: OnTerminalOptions = {},
): RunningCommand {
  const words = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`)
  const line = `stty cols ${columns}; ${words.join(' ')} ${redirection}`
  return new RunningCommand('script', ['-qec', line, '/dev/null'], { SHELL: '/bin/sh', ...env })
}
