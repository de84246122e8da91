import { formatDiagnostic } from 'check-tcp/files'
import { escapeControl, jsonText } from 'check-tcp/words'
import { describeConfig, describeConfigInWords } from '../config/describe-config.js'
import { type LoadedConfig, loadMonitorConfig } from '../config/load-config.js'
import { warnOfUnnotified } from '../config/warn/warn-of-unnotified.js'
import { StoreError } from '../core/store/store-error.js'
import type { Silence } from '../core/wire/planned-window.js'
import { openHistoryReadOnly } from '../history/open-history.js'
import type { ReadOnlyStore } from '../history/sqlite/reader/read-only-store.js'
import type { RunFlags } from './run-command.js'
import { EXIT, type Terminal } from './terminal.js'

/** `check-tcp monitor --check CONFIG`: says what would run; nothing is checked and nothing written. */
export async function checkConfig(
  path: string,
  { output }: RunFlags,
  terminal: Terminal,
): Promise<number> {
  const config = await loadMonitorConfig(path, { environment: terminal.env })
  for (const warning of config.warnings) {
    terminal.err(`check-tcp: warning: ${escapeControl(formatDiagnostic(warning))}\n`)
  }
  const silences = await silencesOf(config)
  const description = describeConfig(config, { now: Date.now(), silences })
  for (const warning of warnOfUnnotified(config, description)) {
    terminal.err(`check-tcp: warning: ${escapeControl(warning)}\n`)
  }
  const json = `${jsonText(description, 2)}\n`
  await terminal.out(output === 'json' ? json : describeConfigInWords(config, description))
  await config.close()
  return EXIT.ok
}

/** Those of the history; none where there is no history yet, or none that can be read. */
async function silencesOf(config: LoadedConfig): Promise<readonly Silence[]> {
  let store: ReadOnlyStore | undefined
  try {
    store = await openHistoryReadOnly(config)
    return (await store.queries.remembered()).silences
  } catch (error) {
    if (error instanceof StoreError) return []
    throw error
  } finally {
    await store?.close()
  }
}
