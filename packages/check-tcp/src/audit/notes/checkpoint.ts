import { CompactRange, rootsOf } from '../merkle/compact-range.js'
import { HASH_BYTES } from '../merkle/tree-hash.js'
import { openNote, type SignerKey, signNote, type VerifierKey } from './signed-note.js'

/** How long entries are kept: days, or for ever. */
export type Keep = number | 'forever'

/** @param days `undefined` for ever */
export function keepOf(days: number | undefined): Keep {
  return days ?? 'forever'
}

/** Where the last entry of a log ends. */
export interface Tail {
  /** The number of the first entry of the last segment. */
  readonly first: number
  /** Bytes of that segment. */
  readonly offset: number
}

/** Which entries may be missing, and who removed them. */
export interface Forgotten {
  /** The number of the first entry that was kept. */
  readonly first: number
  /** Those before were older than so many days. */
  readonly days: number
  /** RFC 3339, UTC. */
  readonly time: string
  /** JSON. */
  readonly who: string
}

/** What a log vouches for: how many entries it has, the root of the tree of them, and what may be missing of them. */
export interface Checkpoint {
  /** The log's name. */
  readonly origin: string
  readonly range: CompactRange
  readonly size: number
  readonly root: Buffer
  readonly tail: Tail
  readonly keep: Keep
  readonly forgotten: Forgotten | undefined
}

/** A signed note in the form of C2SP tlog-checkpoint, with what docs/reference/audit-format.md adds. */
export function signCheckpoint(
  { range, tail, keep, forgotten }: Omit<Checkpoint, 'origin' | 'size' | 'root'>,
  key: SignerKey,
): string {
  const base64 = (hash: Buffer) => hash.toString('base64')
  const lines = [
    key.verifier.name,
    range.size,
    base64(range.root()),
    ['tail', tail.first, tail.offset, ...range.roots.map(base64)].join(' '),
    `keep ${keep}`,
  ]
  if (forgotten) {
    const { first, days, time, who } = forgotten
    lines.push(`forgotten ${first} ${days} ${time} ${who}`)
  }
  return signNote(`${lines.join('\n')}\n`, key)
}

/** `undefined` where the note is not a checkpoint of the key's log, or not signed by the key. */
export function openCheckpoint(note: string, key: VerifierKey): Checkpoint | undefined {
  const text = openNote(note, key)
  const checkpoint = text === undefined ? undefined : parse(text)
  return checkpoint?.origin === key.name ? checkpoint : undefined
}

/** Reads a checkpoint without asking who signed it; `undefined` where it is none. */
export function readUnproven(note: string): Checkpoint | undefined {
  const end = note.lastIndexOf('\n\n')
  return end < 0 ? undefined : parse(note.slice(0, end + 1))
}

function parse(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = '', ...more] = text.split('\n')
  const range = parseRange(restOf(more, 'tail'), size)
  const tail = parseTail(restOf(more, 'tail'))
  const keep = parseKeep(restOf(more, 'keep'))
  const forgotten = parseForgotten(restOf(more, 'forgotten'))
  if (origin === '' || !range || !tail || keep === undefined || forgotten === 'damaged')
    return undefined
  if (range.root().toString('base64') !== root || tail.first > range.size) return undefined
  return { origin, range, size: range.size, root: range.root(), tail, keep, forgotten }
}

/** What stands behind a word at the beginning of a line. */
function restOf(lines: readonly string[], word: string): string | undefined {
  return lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1)
}

function parseRange(tail = '', digits: string): CompactRange | undefined {
  const size = wholeNumber(digits)
  const texts = tail.split(' ').slice(2)
  const roots = texts.map((text) => Buffer.from(text, 'base64'))
  const areRoots = roots.every(
    (root, index) => root.length === HASH_BYTES && root.toString('base64') === texts[index],
  )
  if (size === undefined || !areRoots || roots.length !== rootsOf(size)) return undefined
  return new CompactRange(size, roots)
}

function parseTail(tail = ''): Tail | undefined {
  const [first, offset] = tail.split(' ').map(wholeNumber)
  return first === undefined || offset === undefined ? undefined : { first, offset }
}

function parseKeep(keep = ''): Keep | undefined {
  return keep === 'forever' ? keep : wholeNumber(keep)
}

function parseForgotten(text: string | undefined): Forgotten | 'damaged' | undefined {
  if (text === undefined) return undefined
  const [, digits = '', dayDigits = '', time = '', who = ''] =
    /^(\d+) (\d+) (\S+) (.+)$/.exec(text) ?? []
  const first = wholeNumber(digits)
  const days = wholeNumber(dayDigits)
  const isOne = first !== undefined && days !== undefined && !Number.isNaN(Date.parse(time))
  return isOne ? { first, days, time, who } : 'damaged'
}

function wholeNumber(digits: string): number | undefined {
  return /^(0|[1-9]\d{0,14})$/.test(digits) ? Number(digits) : undefined
}
