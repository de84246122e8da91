import { loadMonitorConfig } from '../../config/load-config.js'
import type { Terminal } from '../terminal.js'
import { askMonitor } from './ask-monitor.js'

interface Question {
  /** @default POST */
  readonly method?: string
  readonly path: string
  readonly body?: object
  readonly timeoutMs?: number
}

/**
 * The JSON that the monitor of a config answers with, which is as its API has it.
 *
 * @param config the file
 * @throws {TaskFileError} (as a rejection) for a config that cannot be used
 * @throws {RefusedError} (as a rejection) where the monitor cannot be asked, or does not do it, with why
 */
export async function askByConfig<T>(
  config: string,
  { env }: Terminal,
  { path, ...how }: Question,
): Promise<T> {
  const loaded = await loadMonitorConfig(config, { environment: env })
  await loaded.close()
  return (await askMonitor(loaded, path, how)) as T
}
