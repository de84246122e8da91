import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLayout } from '../../src/audit/files/layout.js'
import { LogFolder } from '../../src/audit/files/log-folder.js'
import { leafHash } from '../../src/audit/merkle/tree-hash.js'

/** Names and contents of a folder. */
export type Files = ReadonlyMap<string, Buffer>

export function filesOf(directory: string): Files {
  return new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]))
}

/** Writes what is different alone: to write everything again would take most of the time. */
export function restore(directory: string, files: Files): void {
  const there = filesOf(directory)
  for (const name of there.keys()) if (!files.has(name)) rmSync(join(directory, name))
  for (const [name, bytes] of files) {
    if (!there.get(name)?.equals(bytes))
      writeFileSync(join(directory, name), bytes, { mode: 0o600 })
  }
}

/** The files that the entries are in, or what is left of them, in their order. */
export function records(directory: string): string[] {
  const folder = LogFolder.open(directory, 'read')
  try {
    return readLayout(folder).map(({ name }) => name)
  } finally {
    folder.close()
  }
}

export function segments(directory: string): string[] {
  return records(directory).filter((name) => name.startsWith('entries-'))
}

export function linesOf(bytes: Buffer): string[] {
  return bytes.toString('utf8').split('\n').slice(0, -1)
}

/** Puts hashes in the place of a segment, as the retention does. */
export function keepHashes(directory: string, segment: string): void {
  const hashes = linesOf(readFileSync(join(directory, segment))).map(leafHash)
  const name = segment.replace('entries', 'hashes').replace('ndjson', 'sha256')
  writeFileSync(join(directory, name), Buffer.concat(hashes), { mode: 0o600 })
  rmSync(join(directory, segment))
}

export function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T
}
