import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { loadMonitorConfig } from '../../config/load-config.js'
import type { Store } from '../../core/store/store.js'
import { StoreError } from '../../core/store/store-error.js'
import { importHistory } from '../../history/export/import-history.js'
import { openHistory } from '../../history/open-history.js'
import { PostgresLeadership } from '../../history/postgres/lease/postgres-leadership.js'
import { PostgresStore } from '../../history/postgres/postgres-store.js'
import { readingInput } from '../read-input.js'
import { EXIT, type Terminal } from '../terminal.js'

/** A hub that runs would know nothing of what comes in behind its back; the lock of an SQLite history says so by itself. */
async function refuseWhereHubsRun(store: Store): Promise<void> {
  if (!(store instanceof PostgresStore)) return
  const leadership = new PostgresLeadership((work) => store.inTransaction(work), 'restore')
  const leader = await leadership.leader()
  if (!leader) return
  throw new StoreError(
    'STORE_LOCKED',
    `the hub ${leader.name} leads on this database: stop every hub first, and restore then`,
  )
}

/** `check-tcp monitor restore FILE`: adds what `export` wrote; what is there already stays as it is. */
export async function restoreFrom(
  file: string,
  configFile: string,
  terminal: Terminal,
): Promise<number> {
  const config = await loadMonitorConfig(configFile, { environment: terminal.env })
  const store = await openHistory(config)
  try {
    await refuseWhereHubsRun(store)
    const input = file === '-' ? terminal.stdin : createReadStream(file)
    const failed = new Promise<never>((_, reject) => input.once('error', reject))
    const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
    const { added, present } = await Promise.race([
      importHistory(store, lines),
      readingInput(file, () => failed),
    ])
    await terminal.out(`${added} added, ${present} already there\n`)
    return EXIT.ok
  } finally {
    await store.close()
    await config.close()
  }
}
