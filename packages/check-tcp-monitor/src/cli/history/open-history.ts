import { loadMonitorConfig } from '../../config/load-config.js'
import { openHistoryReadOnly } from '../../history/open-history.js'
import type { ReadOnlyStore } from '../../history/sqlite/reader/read-only-store.js'
import type { Terminal } from '../terminal.js'

/** Does something with the history of a config, beside the monitor that may run on it. */
export async function withHistory<T>(
  configFile: string,
  { env }: Terminal,
  use: (store: ReadOnlyStore) => Promise<T>,
): Promise<T> {
  const config = await loadMonitorConfig(configFile, { environment: env })
  try {
    const store = await openHistoryReadOnly(config)
    try {
      return await use(store)
    } finally {
      await store.close()
    }
  } finally {
    await config.close()
  }
}
