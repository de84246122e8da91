import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { loadMonitorConfig } from '../../config/load-config.js'
import { importHistory } from '../../history/export/import-history.js'
import { openHistory } from '../../history/open-history.js'
import { readingInput } from '../read-input.js'
import { EXIT, type Terminal } from '../terminal.js'

/** `check-tcp monitor restore FILE`: adds what `export` wrote; what is there already stays as it is. */
export async function restoreFrom(
  file: string,
  configFile: string,
  terminal: Terminal,
): Promise<number> {
  const config = await loadMonitorConfig(configFile, { environment: terminal.env })
  const store = await openHistory(config)
  try {
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
