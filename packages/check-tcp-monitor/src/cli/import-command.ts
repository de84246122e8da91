import { escapeControl } from 'check-tcp/config-files'
import { importConfig } from '../config/import/import-config.js'
import { readImportFiles } from '../config/import/read-import-files.js'
import { EXIT, type Terminal } from './terminal.js'

/** `check-tcp monitor import FILE...`: prints a config of ours, and says what could not be carried over. */
export async function importFiles(files: readonly string[], terminal: Terminal): Promise<number> {
  const { yaml, notes } = importConfig(await readImportFiles(files))
  await terminal.out(yaml)
  for (const { where, kind, message } of notes) {
    terminal.err(`check-tcp: ${escapeControl(`${where}: ${kind}: ${message}`)}\n`)
  }
  return EXIT.ok
}
