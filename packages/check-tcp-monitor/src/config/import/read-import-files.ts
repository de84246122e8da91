import { open, readdir, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { readText } from 'check-tcp/config-files'
import { ImportError, type ImportFile } from './imported.js'

/** What of a directory is read, as Gatus and file_sd of Prometheus have it. */
const EXTENSIONS: readonly string[] = ['.yaml', '.yml', '.json']

/** More files than any config has; the directory is another one. */
const MOST_FILES = 1_000

/**
 * Reads the files to import; of a directory its YAML and JSON files and those of the directories in it, by name.
 *
 * @throws {ImportError} for what is not there or cannot be read
 */
export async function readImportFiles(paths: readonly string[]): Promise<readonly ImportFile[]> {
  const files: string[] = []
  for (const path of paths) {
    if (await isDirectory(path)) files.push(...(await filesIn(path)))
    else files.push(path)
    if (files.length > MOST_FILES) {
      throw new ImportError(`${path}: more than ${MOST_FILES} files; name those of the config`)
    }
  }
  const read: ImportFile[] = []
  for (const path of new Set(files)) {
    const { text, problem } = await readText(path)
    if (problem && text === '') {
      throw new ImportError(`${path}: ${(await isDatabase(path)) ? DATABASE : problem.message}`)
    }
    read.push({ path, text })
  }
  return read
}

const SQLITE = Buffer.from('SQLite format 3')

const DATABASE =
  "this is a SQLite database; of Uptime Kuma's kuma.db take the monitors as JSON: sqlite3 -json kuma.db 'select * from monitor' > monitors.json"

async function isDatabase(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined)
  if (!file) return false
  try {
    const { buffer } = await file.read({ buffer: Buffer.alloc(SQLITE.length) })
    return buffer.equals(SQLITE)
  } finally {
    await file.close()
  }
}

async function isDirectory(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}

async function filesIn(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => EXTENSIONS.includes(extname(entry.name)) && !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    // Links of Kubernetes' volumes lead to each file twice.
    .filter((path) => !/(^|\/)\.\./.test(path.slice(directory.length)))
    .sort()
  if (files.length === 0) {
    throw new ImportError(`${directory}: no file in this directory ends with .yaml, .yml or .json`)
  }
  return files
}
