import type { FileHandle } from 'node:fs/promises'

/** write(2) may take less than it is given. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const rest = bytes.length - written
    const { bytesWritten } = await file.write(bytes, written, rest, at + written)
    written += bytesWritten
  }
}
