import { readFile } from 'node:fs/promises'
import { escapeControl } from 'check-tcp/config-files'
import { importConfig } from '../config/import/import-config.js'
import { readingInput } from './read-input.js'
import { EXIT, type Terminal } from './terminal.js'

/** `check-tcp monitor import FILE...`: prints a config of ours, and says what could not be carried over. */
export async function importFiles(files: readonly string[], terminal: Terminal): Promise<number> {
  const read = await Promise.all(
    files.map(async (path) => ({
      path,
      text: await readingInput(path, () => readFile(path, 'utf8')),
    })),
  )
  const { yaml, notes } = importConfig(read)
  await terminal.out(yaml)
  for (const { where, message } of notes) {
    terminal.err(`check-tcp: ${escapeControl(`${where}: ${message}`)}\n`)
  }
  return EXIT.ok
}
