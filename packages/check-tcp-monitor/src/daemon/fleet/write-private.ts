import { open, rename, rm } from 'node:fs/promises'

/** Writes a file that its owner alone can read, whole or not at all. @throws what the file system says (as a rejection) */
export async function writePrivate(file: string, text: string): Promise<void> {
  const beside = `${file}.new`
  // One that is there, as after a crash, would keep its mode and its owner.
  await rm(beside, { force: true })
  const handle = await open(beside, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, file)
}
