import type { HistoryRecord } from '../../core/store/history-record.js'
import { type ExportFormat, exportHistory } from '../../history/export/export-history.js'
import { readTime } from '../read-time.js'
import { EXIT, type Terminal } from '../terminal.js'
import { withHistory } from './open-history.js'

export interface ExportFlags {
  readonly config: string
  readonly since?: string
  readonly until?: string
  readonly format: ExportFormat
  readonly kind?: readonly HistoryRecord['kind'][]
}

/** `check-tcp monitor export`: the history as text, while a monitor may go on writing it. */
export async function exportToOutput(flags: ExportFlags, terminal: Terminal): Promise<number> {
  const { config, since, until, format, kind } = flags
  const now = Date.now()
  const options = {
    format,
    ...(kind ? { kinds: kind } : {}),
    ...(since === undefined ? {} : { from: readTime('--since', since, now) }),
    ...(until === undefined ? {} : { until: readTime('--until', until, now) }),
  }
  await withHistory(config, terminal, async (store) => {
    for await (const text of exportHistory(store, options)) {
      if (terminal.interrupted.aborted) return
      await terminal.out(text)
    }
  })
  return terminal.interrupted.aborted ? EXIT.interrupted : EXIT.ok
}
