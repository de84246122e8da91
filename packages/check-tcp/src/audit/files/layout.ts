import type { LogFolder } from './log-folder.js'

/** Names of the files beside the segments. */
export const FILES = {
  /** The newest checkpoint. */
  checkpoint: 'checkpoint',
  /** The private key, where the options name no other file. */
  key: 'key',
  verifierKey: 'verifier-key',
  /** Checks that could not be recorded yet. */
  gaps: 'gaps',
  /** Of logs before there were seals. */
  oldTail: 'tail.json',
} as const

/** A run of entries: the entries themselves, or the hashes that are left of them. */
export interface Part {
  readonly kind: 'entries' | 'hashes'
  /** The number of its first entry. */
  readonly first: number
  /** Of its file. */
  readonly name: string
}

const PART = /^(entries|hashes)-(\d{16})\.(ndjson|sha256)$/

const ENDINGS = { entries: 'ndjson', hashes: 'sha256' } as const

export function partName(kind: Part['kind'], first: number): string {
  return `${kind}-${String(first).padStart(16, '0')}.${ENDINGS[kind]}`
}

/** The parts of a log in their order. Where entries and their hashes are both there, the entries count. */
export function readLayout(folder: LogFolder): readonly Part[] {
  const parts = new Map<number, Part>()
  // `entries` comes before `hashes`.
  for (const name of folder.names()) {
    const [, kind, digits, ending] = PART.exec(name) ?? []
    if ((kind !== 'entries' && kind !== 'hashes') || ENDINGS[kind] !== ending) continue
    const first = Number(digits)
    if (!parts.has(first)) parts.set(first, { kind, first, name })
  }
  return [...parts.values()].sort((a, b) => a.first - b.first)
}
