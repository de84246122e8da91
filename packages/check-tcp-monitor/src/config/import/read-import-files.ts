import { readdir, readFile, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { decodeText, diagnosticsOf, formatDiagnostic, positionsOf } from 'check-tcp/files'
import { ForeignConfigError, type ImportFile } from './imported.js'

/** What of a directory is read, as Gatus and file_sd of Prometheus have it. */
const EXTENSIONS: readonly string[] = ['.yaml', '.yml', '.json']

/** More files than any config has; the directory is another one. */
const MAX_FILES = 1_000

/**
 * Reads a file to import, or of a directory its YAML and JSON files and those of the directories in it, by name.
 *
 * @throws {ForeignConfigError} (as a rejection) for what is no text, and for a directory without such files
 * @throws the system's error for what cannot be read
 */
export async function readImportFiles(path: string): Promise<readonly ImportFile[]> {
  const isDirectory = (await stat(path)).isDirectory()
  const paths = isDirectory ? await filesIn(path) : [path]
  const files: ImportFile[] = []
  for (const one of paths) {
    const bytes = await readFile(one)
    const { text, problem } = decodeText(bytes)
    if (problem) {
      if (bytes.subarray(0, SQLITE.length).equals(SQLITE)) {
        throw new ForeignConfigError(`${one}: ${DATABASE}`)
      }
      const [diagnostic] = diagnosticsOf(one, [problem], positionsOf(text))
      throw new ForeignConfigError(diagnostic ? formatDiagnostic(diagnostic) : problem.message)
    }
    files.push({ path: one, text })
  }
  return files
}

const SQLITE = Buffer.from('SQLite format 3')

const DATABASE =
  "this is a SQLite database; of Uptime Kuma's kuma.db take the monitors as JSON: sqlite3 -json kuma.db 'select * from monitor' > monitors.json"

async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => EXTENSIONS.includes(extname(entry.name)) && !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    // Links of Kubernetes' volumes lead to each file twice.
    .filter((path) => !/(^|\/)\.\./.test(path.slice(directory.length)))
    .sort()
  if (files.length > MAX_FILES) {
    throw new ForeignConfigError(
      `${directory}: more than ${MAX_FILES} files; name those of the config`,
    )
  }
  if (files.length === 0) {
    throw new ForeignConfigError(
      `${directory}: no file in this directory ends with .yaml, .yml or .json`,
    )
  }
  return files
}
