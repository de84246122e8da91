import { escapeControl } from 'check-tcp/words'
import { type ImportNote, importConfig } from '../config/import/import-config.js'
import type { ImportFile } from '../config/import/imported.js'
import { readImportFiles } from '../config/import/read-import-files.js'
import { readingInput } from './read-input.js'
import { EXIT, type Terminal } from './terminal.js'

/** Of more things than these the same is said once. The comments in the config have each of them. */
const MAX_ALIKE = 3

/** `check-tcp monitor import FILE...`: prints a config of ours, and says what could not be carried over. */
export async function importFiles(paths: readonly string[], terminal: Terminal): Promise<number> {
  const files: ImportFile[] = []
  for (const path of paths) files.push(...(await readingInput(path, () => readImportFiles(path))))
  const { yaml, notes } = importConfig(files)
  await terminal.out(yaml)
  for (const line of linesOf(notes)) terminal.err(`check-tcp: ${escapeControl(line)}\n`)
  return EXIT.ok
}

function linesOf(notes: readonly ImportNote[]): readonly string[] {
  const alike = new Map<string, string[]>()
  for (const { where, kind, message } of notes) {
    const said = `${kind}: ${message}`
    alike.set(said, [...(alike.get(said) ?? []), where])
  }
  return [...alike].flatMap(([said, wheres]) => {
    if (wheres.length <= MAX_ALIKE) return wheres.map((where) => `${where}: ${said}`)
    return [`${wheres[0]} and ${wheres.length - 1} more: ${said}`]
  })
}
