import { readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { AuditLogError } from './audit-log-error.js'
import type { Entry } from './entries/entry.js'
import { readLines } from './files/entry-lines.js'
import { type Part, partPath, readLayout } from './files/layout.js'
import { HASH_BYTES, leafHash } from './merkle/tree-hash.js'

/** One entry of a log, or what is left of it. */
export interface StoredEntry {
  readonly index: number
  readonly leaf: Buffer
  /** Absent where only the hash was kept. */
  readonly line?: Buffer
}

/** What is wrong with the files of a log, in words. */
export interface ReadingProblem {
  readonly problem: string
}

/** A writer is at work, or died: its last entry is not whole. */
export interface Unfinished {
  readonly unfinishedBytes: number
}

export type Reading = StoredEntry | ReadingProblem | Unfinished

/**
 * Reads a log from the beginning to the end, without a lock, while others may write. Many entries come at once.
 *
 * @throws {AuditLogError} where there is no log
 */
export async function* readLog(directory: string): AsyncGenerator<readonly Reading[]> {
  const parts = layoutOf(directory)
  let index = 0
  for (const part of parts) {
    if (part.first !== index) {
      const is = part.first > index ? 'are missing' : 'are there twice'
      const [from, to] = [Math.min(index, part.first), Math.max(index, part.first) - 1]
      yield [{ problem: `entries ${from} to ${to} ${is}` }]
      index = part.first
    }
    for await (const batch of readPart(directory, part, part === parts.at(-1))) {
      yield batch.map((one) => ('leaf' in one ? { ...one, index: index++ } : one))
    }
  }
}

async function* readPart(
  directory: string,
  part: Part,
  isLast: boolean,
): AsyncGenerator<readonly Reading[]> {
  const file = part.kind === 'entries' ? await openIfThere(part.path) : undefined
  if (!file) {
    // Its entries may have been removed since the folder was read.
    yield readHashes(partPath(directory, 'hashes', part.first))
    return
  }
  try {
    const reading = readLines(file)
    for (;;) {
      const { value, done } = await reading.next()
      if (!done) {
        yield value.lines.map((line) => ({ index: 0, leaf: leafHash(line), line }))
        continue
      }
      if (value > 0 && isLast) yield [{ unfinishedBytes: value }]
      else if (value > 0) yield [{ problem: `${part.path} ends in the middle of an entry` }]
      return
    }
  } finally {
    await file.close()
  }
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function readHashes(path: string): readonly Reading[] {
  const bytes = readFileSync(path)
  const hashes: Reading[] = []
  for (let at = 0; at + HASH_BYTES <= bytes.length; at += HASH_BYTES) {
    hashes.push({ index: 0, leaf: bytes.subarray(at, at + HASH_BYTES) })
  }
  if (bytes.length % HASH_BYTES !== 0)
    hashes.push({ problem: `${path} ends in the middle of a hash` })
  return hashes
}

function layoutOf(directory: string): readonly Part[] {
  try {
    return readLayout(directory)
  } catch (error) {
    throw new AuditLogError(`there is no audit log in ${directory}`, { cause: error })
  }
}

/** The entry of a line; `undefined` for a line that is none. */
export function entryOf(line: Buffer): Entry | undefined {
  try {
    const entry = JSON.parse(line.toString('utf8'))
    return typeof entry?.kind === 'string' && typeof entry.time === 'string' ? entry : undefined
  } catch {
    return undefined
  }
}
