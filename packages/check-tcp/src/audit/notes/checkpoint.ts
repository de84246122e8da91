import { HASH_BYTES } from '../merkle/tree-hash.js'
import { openNote, type SignerKey, signNote, type VerifierKey } from './signed-note.js'

/** What a log vouches for: how many entries it has, and the root of the tree of them. */
export interface Checkpoint {
  /** The log's name. */
  readonly origin: string
  readonly size: number
  readonly root: Buffer
}

/** A signed note in the form of C2SP tlog-checkpoint. */
export function signCheckpoint({ origin, size, root }: Checkpoint, key: SignerKey): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\n`, key)
}

/** `undefined` where the note is not a checkpoint, or not signed by the key. */
export function openCheckpoint(note: string, key: VerifierKey): Checkpoint | undefined {
  const text = openNote(note, key)
  return text === undefined ? undefined : parse(text)
}

/** Reads a checkpoint without asking who signed it; `undefined` where it is none. */
export function readUnproven(note: string): Checkpoint | undefined {
  const end = note.lastIndexOf('\n\n')
  return end < 0 ? undefined : parse(note.slice(0, end + 1))
}

function parse(text: string): Checkpoint | undefined {
  const [, origin = '', digits = '', base64 = ''] =
    /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]+=*)\n/.exec(text) ?? []
  const size = Number(digits)
  const root = Buffer.from(base64, 'base64')
  const isOne = origin !== '' && Number.isSafeInteger(size) && root.length === HASH_BYTES
  return isOne && root.toString('base64') === base64 ? { origin, size, root } : undefined
}
