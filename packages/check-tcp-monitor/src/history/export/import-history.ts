import { CheckTcpError } from 'check-tcp'
import type { HistoryRecord, Imported } from '../../core/store/history-record.js'
import type { Store } from '../../core/store/store.js'
import { parseJsonLine } from './import-record.js'

/** Records that are imported at once: all of them or none. */
const CHUNK = 1_000

/** Longer than any line of an export, so that a file of something else does not fill the memory. */
const LONGEST_LINE = 1_048_576

/** A line that no export has written. What stood in whole chunks before it is imported; importing again adds the rest. */
export class HistoryImportError extends CheckTcpError {
  override readonly name = 'HistoryImportError'
  readonly code = 'INVALID_HISTORY_RECORD'
  /** From 1. */
  readonly line: number

  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`)
    this.line = line
  }
}

/**
 * Imports what `exportHistory` wrote as ndjson.
 *
 * @param lines without their ends; empty ones are passed over
 * @throws {HistoryImportError} (as a rejection) for a line that cannot be imported
 * @throws {StoreError} (as a rejection) where the store cannot take it
 */
export async function importHistory(
  { admin }: Pick<Store, 'admin'>,
  lines: AsyncIterable<string>,
): Promise<Imported> {
  let number = 0
  let added = 0
  let present = 0
  let records: HistoryRecord[] = []
  const flush = async () => {
    const imported = await admin.importRecords(records)
    added += imported.added
    present += imported.present
    records = []
  }
  for await (const line of lines) {
    number++
    if (line.trim() === '') continue
    if (line.length > LONGEST_LINE) throw new HistoryImportError(number, 'is too long')
    const parsed = parseJsonLine(line)
    if ('problem' in parsed) throw new HistoryImportError(number, parsed.problem)
    records.push(parsed.record)
    if (records.length >= CHUNK) await flush()
  }
  if (records.length > 0) await flush()
  return { added, present }
}
