import type { Terminal } from '../terminal/terminal.js'

/**
 * Reads standard input to its end, or to the first byte more than there may be: an endless input must not fill the
 * memory.
 *
 * @param most bytes that are allowed
 * @returns at most one chunk more than `most` bytes
 */
export async function readStdin({ stdin }: Terminal, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk))
    length += chunk.length
    if (length > most) break
  }
  return Buffer.concat(chunks)
}
