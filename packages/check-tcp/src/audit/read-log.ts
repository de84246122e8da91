import type { FileHandle } from 'node:fs/promises'
import { isSystemError } from '../core/failure/system-error-text.js'
import { whyUnreadable } from '../core/failure/why-unreadable.js'
import { AuditLogError } from './audit-log-error.js'
import type { Entry } from './entries/entry.js'
import { readLines } from './files/entry-lines.js'
import { FILES, type Part, partName, readLayout } from './files/layout.js'
import { LogFolder } from './files/log-folder.js'
import { HASH_BYTES, leafHash } from './merkle/tree-hash.js'

/** One entry of a log, or what is left of it. */
export interface StoredEntry {
  readonly index: number
  readonly leaf: Buffer
  /** Absent where only the hash was kept. */
  readonly line?: Buffer
  /** The number of the first entry of its file. */
  readonly segment: number
}

/** What is wrong with the files of a log, in words. */
interface ReadingProblem {
  readonly problem: string
}

/** A writer is at work, or died: its last entry is not whole. */
interface Unfinished {
  readonly unfinishedBytes: number
}

export type Reading = StoredEntry | ReadingProblem | Unfinished

/**
 * Reads a log from the beginning to the end, without a lock, while others may write. Many entries come at once.
 *
 * @throws {AuditLogError} where there is no log, or it may not be read
 */
export async function* readLog(directory: string): AsyncGenerator<readonly Reading[]> {
  const folder = openToRead(directory)
  try {
    if (!hasLog(folder)) throw new AuditLogError(`there is no audit log in ${folder.path}`)
    yield* readFolder(folder)
  } finally {
    folder.close()
  }
}

/** @throws {AuditLogError} where there is no such folder, or it may not be read */
export function openToRead(directory: string): LogFolder {
  try {
    return LogFolder.open(directory, 'read')
  } catch (error) {
    if (!isSystemError(error)) throw error
    const why = error.code === 'ENOTDIR' ? 'is not a directory' : whyUnreadable(error)
    throw new AuditLogError(`there is no audit log in ${directory}, which ${why}`, { cause: error })
  }
}

/** Is there any of what a log consists of? */
export function hasLog(folder: LogFolder): boolean {
  return (
    folder.has(FILES.checkpoint) || folder.has(FILES.verifierKey) || readLayout(folder).length > 0
  )
}

/** As `readLog`, of a folder that is open. */
export async function* readFolder(folder: LogFolder): AsyncGenerator<readonly Reading[]> {
  const parts = readLayout(folder)
  let index = 0
  for (const part of parts) {
    if (part.first !== index) {
      const is = part.first > index ? 'are missing' : 'are there twice'
      const [from, to] = [Math.min(index, part.first), Math.max(index, part.first) - 1]
      yield [{ problem: `entries ${from} to ${to} ${is} (before ${part.name})` }]
      index = part.first
    }
    for await (const batch of readPart(folder, part, part === parts.at(-1))) {
      yield batch.map((one) => ('leaf' in one ? { ...one, index: index++ } : one))
    }
  }
}

async function* readPart(
  folder: LogFolder,
  { kind, first, name }: Part,
  isLast: boolean,
): AsyncGenerator<readonly Reading[]> {
  const file = kind === 'entries' ? await openIfThere(folder, name) : undefined
  if (!file) {
    // Its entries may have been removed since the folder was read.
    yield readHashes(folder, first)
    return
  }
  try {
    const reading = readLines(file)
    for (;;) {
      const { value, done } = await reading.next()
      if (!done) {
        yield value.lines.map((line) => ({ index: 0, segment: first, leaf: leafHash(line), line }))
        continue
      }
      if (value > 0 && isLast) yield [{ unfinishedBytes: value }]
      else if (value > 0) yield [{ problem: `${name} ends in the middle of an entry` }]
      return
    }
  } finally {
    await file.close()
  }
}

async function openIfThere(folder: LogFolder, name: string): Promise<FileHandle | undefined> {
  try {
    return await folder.open(name)
  } catch (error) {
    if (isSystemError(error) && error.code === 'ENOENT') return undefined
    throw error
  }
}

function readHashes(folder: LogFolder, first: number): readonly Reading[] {
  const name = partName('hashes', first)
  const bytes = folder.read(name, Number.MAX_SAFE_INTEGER)
  if (!bytes) return [{ problem: `${name} is missing` }]
  const hashes: Reading[] = []
  for (let at = 0; at + HASH_BYTES <= bytes.length; at += HASH_BYTES) {
    hashes.push({ index: 0, segment: first, leaf: bytes.subarray(at, at + HASH_BYTES) })
  }
  if (bytes.length % HASH_BYTES !== 0)
    hashes.push({ problem: `${name} ends in the middle of a hash` })
  return hashes
}

/** The entry of a line; `undefined` for a line that is none. */
export function entryOf(line: Buffer): Entry | undefined {
  try {
    const entry = JSON.parse(line.toString('utf8'))
    return typeof entry.kind === 'string' && typeof entry.time === 'string' ? entry : undefined
  } catch {
    return undefined
  }
}
