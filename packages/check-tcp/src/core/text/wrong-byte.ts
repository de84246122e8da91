import type { TextEncoding } from './text-format.js'

/** Bytes that are no text in the encoding that the text as a whole has. */
interface WrongByte {
  /** Where its replacement character stands in the decoded text. */
  readonly at: number
  /** What is wrong, and what encoding it may be. */
  readonly message: string
}

const REPLACEMENT = '\ufffd'

/** The byte order mark, and the replacement character itself, in each encoding. */
const WRITTEN: Readonly<Record<TextEncoding, { readonly mark: string; readonly itself: string }>> =
  {
    'utf-8': { mark: 'efbbbf', itself: 'efbfbd' },
    'utf-16le': { mark: 'fffe', itself: 'fdff' },
    'utf-16be': { mark: 'feff', itself: 'fffd' },
  }

/**
 * Finds the first byte that the decoder put a replacement character for.
 *
 * @param text what the bytes were decoded to, without a byte order mark
 */
export function findWrongByte(
  text: string,
  bytes: Uint8Array,
  encoding: TextEncoding,
): WrongByte | undefined {
  const { mark, itself } = WRITTEN[encoding]
  let offset = hexOf(bytes, 0, mark) === mark ? mark.length / 2 : 0
  let from = 0
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) {
    const between = text.slice(from, at)
    offset += encoding === 'utf-8' ? Buffer.byteLength(between) : between.length * 2
    from = at
    // A replacement character may be written as such.
    if (hexOf(bytes, offset, itself) !== itself)
      return { at, message: explain(bytes[offset], encoding) }
  }
  return undefined
}

function hexOf(bytes: Uint8Array, at: number, sample: string): string {
  return Buffer.from(bytes.subarray(at, at + sample.length / 2)).toString('hex')
}

function explain(byte: number | undefined, encoding: TextEncoding): string {
  if (encoding !== 'utf-8') return 'the UTF-16 text is damaged here; save the file as UTF-8'
  const shown = `0x${(byte ?? 0).toString(16).padStart(2, '0')}`
  const character = new TextDecoder('windows-1252').decode(Uint8Array.of(byte ?? 0))
  const meant = /[\u0080-\u009f]/.test(character)
    ? ''
    : ` (${character} in Latin-1 or Windows-1252)`
  return `the byte ${shown}${meant} is not UTF-8; save the file as UTF-8`
}
