import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { CheckTcpError } from '../../core/errors/check-tcp-error.js'
import { compressionOf, encodingOf, HEAD_BYTES } from '../../core/text/text-format.js'

/** Thrown for bytes that are no list of targets; the message says what they are. */
export class UnreadableListError extends CheckTcpError {
  override readonly name = 'UnreadableListError'
  readonly code = 'UNREADABLE_LIST'
}

/**
 * The text of a list of targets as it comes, with flat memory: UTF-8, UTF-16 with or without its mark, and each of them
 * compressed with gzip.
 *
 * @throws {UnreadableListError} for another compression, for gzip that is damaged, and for a binary file
 */
export async function* decodeList(source: AsyncIterable<string | Buffer>): AsyncGenerator<string> {
  const { head, chunks } = await beginning(bytesOf(source))
  const compression = compressionOf(head)
  if (compression === 'gzip') {
    yield* decodeText(await beginning(gunzipped(chunks)))
    return
  }
  if (compression)
    throw new UnreadableListError(`is compressed with ${compression}; only gzip is read`)
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

/** A zero byte further on may be damage in a text. */
const BINARY_WITHIN = 512

async function* decodeText({ head, chunks }: Beginning): AsyncGenerator<string> {
  const encoding = encodingOf(head)
  if (encoding === 'utf-8' && head.subarray(0, BINARY_WITHIN).includes(0)) {
    throw new UnreadableListError('is binary, not text')
  }
  const decoder = new TextDecoder(encoding)
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
