import type { FileHandle } from 'node:fs/promises'

/** Read at once: far more than a line, and little for a file of a few entries. */
const CHUNK_BYTES = 131_072
const LINE_END = 10

interface LineBatch {
  /** Without their ends. */
  readonly lines: readonly Buffer[]
  /** Where in the file the last of them ends. */
  readonly endAt: number
}

/**
 * The lines of a file from an offset on, many at a time.
 *
 * @returns how many bytes stand after the end of the last line
 */
export async function* readLines(
  file: FileHandle,
  offset = 0,
): AsyncGenerator<LineBatch, number, undefined> {
  let at = offset
  let rest: Buffer = Buffer.alloc(0)
  for (;;) {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
    const { bytesRead } = await file.read(chunk, 0, CHUNK_BYTES, at)
    if (bytesRead === 0) return rest.length
    at += bytesRead
    const bytes = Buffer.concat([rest, chunk.subarray(0, bytesRead)])
    const lines: Buffer[] = []
    let start = 0
    for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
      lines.push(bytes.subarray(start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (lines.length > 0) yield { lines, endAt: at - rest.length }
  }
}
