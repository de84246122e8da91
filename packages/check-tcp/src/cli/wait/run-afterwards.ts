import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { isatty } from 'node:tty'
import { isSystemError, systemErrorText } from '../../core/failure/system-error-text.js'
import { escapeControl } from '../../core/text/escape-control.js'
import { tell } from '../terminal/say.js'
import type { Terminal } from '../terminal/terminal.js'

/** As shells have them. */
const EXIT_OF_SHELLS = { notExecutable: 126, notFound: 127, signal: 128 } as const

/** What a supervisor or a person sends; the kernel lets nobody catch SIGKILL and SIGSTOP. */
const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const

/** A terminal sends these to the command by itself: passed on as well, it would get them twice. */
const FROM_THE_TERMINAL: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT'])

/**
 * Runs a command as a shell would, with the same input, output and environment, and passes signals on to it.
 *
 * @returns its exit code; 128 and the number of the signal that ended it, 127 where there is no such command, 126 where it
 *   cannot be run
 */
export async function runAfterwards(
  command: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [file = '', ...args] = command
  terminal.leaveSignals()
  const child = spawn(file, args, { stdio: 'inherit' })
  const isOnTerminal = [0, 1, 2].some((descriptor) => isatty(descriptor))
  for (const signal of PASSED_ON) {
    const isSentAlready = isOnTerminal && FROM_THE_TERMINAL.has(signal)
    process.on(signal, () => {
      if (!isSentAlready) child.kill(signal)
    })
  }
  try {
    const [code, signal] = await once(child, 'exit')
    return signal === null ? code : EXIT_OF_SHELLS.signal + constants.signals[signal as 'SIGTERM']
  } catch (error) {
    if (!isSystemError(error)) throw error
    tell(`check-tcp: ${escapeControl(file)} cannot be run: ${systemErrorText(error)}\n`, terminal)
    return error.code === 'ENOENT' ? EXIT_OF_SHELLS.notFound : EXIT_OF_SHELLS.notExecutable
  }
}
