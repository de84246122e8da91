import { COMMAND, RunningCommand } from './run-command.js'

/** Ctrl-C as a keyboard sends it; the terminal makes SIGINT of it. */
export const CTRL_C = '\u0003'

/**
 * Starts the built command on a terminal (that of script(1), from util-linux): its standard output and error come
 * together, as on a screen.
 *
 * @param redirection of the shell, such as `2>errors`
 */
export function startOnTerminal(
  args: readonly string[],
  { redirection = '', env = {} }: { redirection?: string; env?: Record<string, string> } = {},
): RunningCommand {
  const words = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`)
  const line = `stty cols 100; ${words.join(' ')} ${redirection}`
  return new RunningCommand('script', ['-qec', line, '/dev/null'], { SHELL: '/bin/sh', ...env })
}
