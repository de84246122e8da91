import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** Thrown for bytes that are no list of targets; the message says what they are. */
export class UnreadableListError extends Error {
  override readonly name = 'UnreadableListError'
}

/** As many bytes as tell the formats apart. */
const HEAD_BYTES = 6

/** Other compressed formats, by the bytes that they begin with. */
const COMPRESSED: readonly (readonly [name: string, magic: string])[] = [
  ['xz', 'fd377a585a00'],
  ['zstd', '28b52ffd'],
  ['bzip2', '425a68'],
  ['zip', '504b0304'],
  ['7z', '377abcaf271c'],
  ['lz4', '04224d18'],
]

/**
 * The text of a list of targets as it comes, with flat memory: UTF-8, UTF-16 with or without its mark, and each of them
 * compressed with gzip.
 *
 * @throws {UnreadableListError} for another compression, and for gzip that is damaged
 */
export async function* decodeList(source: AsyncIterable<string | Buffer>): AsyncGenerator<string> {
  const { head, chunks } = await beginning(bytesOf(source))
  if (head[0] === 0x1f && head[1] === 0x8b) {
    yield* decodeText(await beginning(gunzipped(chunks)))
    return
  }
  const hex = head.toString('hex')
  // A line of text may begin with BZh, but not before the block's own mark.
  const other = COMPRESSED.find(([name, magic]) =>
    name === 'bzip2' ? /^425a683[1-9]3141/.test(hex) : hex.startsWith(magic),
  )
  if (other) throw new UnreadableListError(`is compressed with ${other[0]}; only gzip is read`)
  yield* decodeText({ head, chunks })
}

interface Beginning {
  readonly head: Buffer
  /** All chunks, those of the head included. */
  readonly chunks: AsyncIterable<Buffer>
}

/** A line end is enough: somebody may type one line and wait for its result. */
async function beginning(source: AsyncIterable<Buffer>): Promise<Beginning> {
  const iterator = source[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  let isOver = false
  while (head.length < HEAD_BYTES && !head.includes('\n') && !isOver) {
    const next = await iterator.next()
    if (next.done) isOver = true
    else head = Buffer.concat([head, next.value])
  }
  async function* chunks() {
    yield head
    if (isOver) return
    yield* { [Symbol.asyncIterator]: () => iterator }
  }
  return { head, chunks: chunks() }
}

async function* bytesOf(source: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of source) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk
}

async function* gunzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  const compressed = Readable.from(chunks, { objectMode: false })
  // What goes wrong with the source goes wrong with its reader.
  compressed.on('error', (error) => gunzip.destroy(error))
  try {
    yield* compressed.pipe(gunzip) as AsyncIterable<Buffer>
  } catch (error) {
    if (!isZlibError(error)) throw error
    throw new UnreadableListError('is compressed with gzip, and damaged or cut off')
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^Z_/.test(String(error.code))
}

async function* decodeText({ head, chunks }: Beginning): AsyncGenerator<string> {
  const decoder = new TextDecoder(encodingOf(head))
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Windows writes UTF-16 with its mark; a text of ASCII without one has a zero byte in every second place. */
function encodingOf(head: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0 && second !== 0 && second !== undefined) return 'utf-16be'
  return second === 0 && first !== 0 ? 'utf-16le' : 'utf-8'
}
