import type { Terminal } from '../terminal/terminal.js'
import { loadMonitorCli } from './monitor-cli.js'

/**
 * `check-tcp monitor ...`: hands everything on to the package `check-tcp-monitor`.
 *
 * @throws {UsageError} which says how to install it, where it is not
 */
export async function monitor(words: readonly string[], terminal: Terminal): Promise<number> {
  const { runMonitorCommand } = await loadMonitorCli()
  return runMonitorCommand(words, terminal)
}
