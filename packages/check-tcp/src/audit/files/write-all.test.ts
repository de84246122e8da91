import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeAll } from './write-all.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A file that takes so many bytes of each write at most, as a full disk or a signal would have it. */
function slow(file: FileHandle, most: number): FileHandle {
  const write = (bytes: Uint8Array, from: number, length: number, at: number) =>
    file.write(bytes, from, Math.min(length, most), at)
  return { write } as unknown as FileHandle
}

it.each([1, 3, 4, 1_000])('all is written, %i bytes at a time', async (most) => {
  const path = join(folder, 'file')
  const file = await open(path, 'w')
  try {
    await writeAll(slow(file, most), Buffer.from('0123456789'), 0)
    await writeAll(slow(file, most), Buffer.from('abcdefg'), 5)
    await writeAll(slow(file, most), Buffer.alloc(0), 2)
  } finally {
    await file.close()
  }
  expect(readFileSync(path, 'utf8')).toBe('01234abcdefg')
})
