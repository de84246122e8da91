import { constants } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Puts a file in the place of another: after a crash the old one or the new one is there, and whole. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.new`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

/** Makes what was created, renamed or removed in a folder outlast a crash: fsync(2) of a file says nothing of its name. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Creates a file that is not there yet. */
export async function createFile(path: string, flags: number): Promise<FileHandle> {
  const file = await open(path, flags | constants.O_CREAT | constants.O_EXCL, 0o600)
  await syncFolder(dirname(path))
  return file
}

/** write(2) may take less than it is given. */
export async function writeAll(file: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    const rest = bytes.length - written
    const { bytesWritten } = await file.write(bytes, written, rest, at + written)
    written += bytesWritten
  }
}
