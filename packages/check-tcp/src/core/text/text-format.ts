/** As many bytes as tell the formats apart. */
export const HEAD_BYTES = 6

/** Compressed formats, by the bytes that they begin with. */
const COMPRESSED: readonly (readonly [name: string, magic: RegExp])[] = [
  ['gzip', /^1f8b/],
  ['xz', /^fd377a585a00/],
  ['zstd', /^28b52ffd/],
  // A line of text may begin with BZh, but not before the block's own mark.
  ['bzip2', /^425a683[1-9]3141/],
  ['zip', /^504b0304/],
  ['7z', /^377abcaf271c/],
  ['lz4', /^04224d18/],
]

/** The name of the compressed format that begins so; `undefined` for everything else. */
export function compressionOf(head: Uint8Array): string | undefined {
  const hex = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('hex')
  return COMPRESSED.find(([, magic]) => magic.test(hex))?.[0]
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be'

/** Windows writes UTF-16 with its mark; a text of ASCII without one has a zero byte in every second place. */
export function encodingOf(head: Uint8Array): TextEncoding {
  const [first, second] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  // Two characters' worth: a single zero byte is damage in a text of another encoding.
  const zeros = Array.from(head.subarray(0, 4), (byte) => (byte === 0 ? '0' : 'x')).join('')
  if (/^(?:0x)+$/.test(zeros)) return 'utf-16be'
  return /^(?:x0)+$/.test(zeros) ? 'utf-16le' : 'utf-8'
}
