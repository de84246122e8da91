import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Names of the files beside the segments. */
export const FILES = {
  /** The newest checkpoint. */
  checkpoint: 'checkpoint',
  /** Where to go on from: a cache, which a reader does without. */
  tail: 'tail.json',
  /** The private key, where the options name no other file. */
  key: 'key',
  verifierKey: 'verifier-key',
} as const

/** A run of entries: the entries themselves, or the hashes that are left of them. */
export interface Part {
  readonly kind: 'entries' | 'hashes'
  /** The number of its first entry. */
  readonly first: number
  readonly path: string
}

const PART = /^(entries|hashes)-(\d{16})\.(ndjson|sha256)$/

const ENDINGS = { entries: 'ndjson', hashes: 'sha256' } as const

export function partPath(directory: string, kind: Part['kind'], first: number): string {
  return join(directory, `${kind}-${String(first).padStart(16, '0')}.${ENDINGS[kind]}`)
}

/** The parts of a log in their order. Where entries and their hashes are both there, the entries count. */
export function readLayout(directory: string): readonly Part[] {
  const parts = new Map<number, Part>()
  // `entries` comes before `hashes`.
  for (const name of readdirSync(directory).sort()) {
    const [, kind, digits, ending] = PART.exec(name) ?? []
    if ((kind !== 'entries' && kind !== 'hashes') || ENDINGS[kind] !== ending) continue
    const first = Number(digits)
    if (!parts.has(first)) parts.set(first, { kind, first, path: join(directory, name) })
  }
  return [...parts.values()].sort((a, b) => a.first - b.first)
}
