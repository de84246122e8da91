import { UsageError } from '../exit/usage-error.js'
import type { Terminal } from '../terminal/terminal.js'

/** What `check-tcp-monitor/cli` exports. */
interface MonitorCli {
  runMonitorCommand(argv: readonly string[], terminal: Terminal): Promise<number>
}

/** Only a name, so that nothing here depends on the other package. */
const MONITOR_CLI: string = 'check-tcp-monitor/cli'

/**
 * `check-tcp monitor ...`: hands everything on to the package `check-tcp-monitor`.
 *
 * @throws {UsageError} which says how to install it, where it is not
 */
export async function monitor(words: readonly string[], terminal: Terminal): Promise<number> {
  const { runMonitorCommand } = await loadCli()
  return runMonitorCommand(words, terminal)
}

async function loadCli(): Promise<MonitorCli> {
  try {
    return await import(MONITOR_CLI)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes('check-tcp-monitor')) throw error
    throw new UsageError(
      'the monitor is a separate package, which is not installed: npm install check-tcp-monitor (with -g if check-tcp was installed with -g)',
    )
  }
}
