import { randomUUID } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeDirectory } from 'check-tcp/files'
import type { PublishedFile } from '../../core/published-file.js'

/** What begins every badge of ours: a file of that folder that begins otherwise belongs to somebody else. */
const OWN_BADGE = /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="20" viewBox=/

/**
 * Writes the files of a page to a folder, each at once: whoever reads them finds the one before or the new one, whole. The
 * page itself comes last, so that what it links to is there. Badges of services that are gone are removed.
 *
 * @throws {MakeDirectoryError} (as a rejection) where the folder cannot be made
 * @throws {Error} (as a rejection) the system's, where they cannot be written
 */
export async function writePage(directory: string, files: readonly PublishedFile[]): Promise<void> {
  makeDirectory(join(directory, 'badge'))
  const pageLast = [...files].sort((a, b) => Number(isPage(a)) - Number(isPage(b)))
  for (const { path, text } of pageLast) await writeWhole(join(directory, path), text)
  await removeOldBadges(directory, new Set(files.map(({ path }) => path)))
}

function isPage({ path }: PublishedFile): boolean {
  return path === 'index.html'
}

async function writeWhole(path: string, text: string): Promise<void> {
  const partial = join(dirname(path), `.${randomUUID()}.partial`)
  try {
    await writeFile(partial, text, { flag: 'wx' })
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function removeOldBadges(directory: string, current: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(join(directory, 'badge'))) {
    const path = join(directory, 'badge', name)
    if (!name.endsWith('.svg') || current.has(`badge/${name}`)) continue
    const text = await readFile(path, 'utf8').catch(() => '')
    if (OWN_BADGE.test(text)) await rm(path, { force: true })
  }
}
