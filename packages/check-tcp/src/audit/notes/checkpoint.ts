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
  return parse(note.slice(0, note.lastIndexOf('\n\n') + 1))
}

function parse(text: string): Checkpoint | undefined {
  const [origin = '', size, root, ...more] = text.split('\n')
  const [first, offset, ...roots] = wordsOf(more, 'tail')
  const range = parseRange(wholeNumber(size), roots)
  const tail = { first: wholeNumber(first), offset: wholeNumber(offset) }
  const keep = parseKeep(wordsOf(more, 'keep'))
  const forgotten = parseForgotten(wordsOf(more, 'forgotten'))
  if (!range || !isTail(tail, range)) return undefined
  if (keep === undefined || forgotten === 'damaged') return undefined
  if (range.root().toString('base64') !== root) return undefined
  return { origin, range, size: range.size, root: range.root(), tail, keep, forgotten }
}

/** What stands behind a word at the beginning of a line. */
function wordsOf(lines: readonly string[], word: string): readonly string[] {
  const line = lines.find((line) => line.startsWith(`${word} `))
  return line?.split(' ').slice(1) ?? []
}

function parseRange(size: number | undefined, texts: readonly string[]): CompactRange | undefined {
  if (size === undefined || texts.length !== rootsOf(size)) return undefined
  const roots = texts.map((text) => Buffer.from(text, 'base64'))
  const areRoots = roots.every(
    (root, index) => root.length === HASH_BYTES && root.toString('base64') === texts[index],
  )
  return areRoots ? new CompactRange(size, roots) : undefined
}

function isTail(
  tail: { readonly [K in keyof Tail]: Tail[K] | undefined },
  { size }: CompactRange,
): tail is Tail {
  return tail.offset !== undefined && tail.first !== undefined && tail.first <= size
}

function parseKeep([keep]: readonly string[]): Keep | undefined {
  return keep === 'forever' ? keep : wholeNumber(keep)
}

function parseForgotten(words: readonly string[]): Forgotten | 'damaged' | undefined {
  if (words.length === 0) return undefined
  const [first, days] = words.map(wholeNumber)
  const [time = '', ...rest] = words.slice(2)
  const who = rest.join(' ')
  const isWhole = first !== undefined && days !== undefined && who !== ''
  return isWhole && !Number.isNaN(Date.parse(time)) ? { first, days, time, who } : 'damaged'
}

function wholeNumber(digits: string | undefined): number | undefined {
  return digits !== undefined && /^(0|[1-9]\d{0,14})$/.test(digits) ? Number(digits) : undefined
}
