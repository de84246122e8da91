import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { pageOf, serviceOf } from '../../../test/support/sample-page.js'
import { pageFiles } from './page-files.js'
import { writePage } from './write-page.js'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'check-tcp-page-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function written(): Promise<readonly string[]> {
  return (await readdir(join(folder, 'a/b'), { recursive: true })).toSorted()
}

const both = pageOf({
  groups: [{ services: [serviceOf(), serviceOf({ name: 'API', slug: 'api' })] }],
})

it.skipIf(process.platform !== 'linux')(
  'a page whose folder cannot be made is refused',
  async () => {
    await expect(writePage('/proc/nope', pageFiles(both))).rejects.toThrow(
      /^cannot make the directory \/proc\/nope\/badge: /,
    )
    await writeFile(join(folder, 'file'), '')
    await expect(writePage(join(folder, 'file'), pageFiles(both))).rejects.toThrow(
      /file is not a directory$/,
    )
  },
)

const FILES = [
  'badge',
  'badge.svg',
  'badge/shop.svg',
  'feed.atom',
  'icon.svg',
  'index.html',
  'status.json',
]

it('a page is a folder of files that link to each other, and nothing half written', async () => {
  await writePage(join(folder, 'a/b'), pageFiles(both))
  expect(await written()).toEqual([...FILES, 'badge/api.svg'].toSorted())
  const html = await readFile(join(folder, 'a/b/index.html'), 'utf8')
  const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = '']) => link)
  expect(links).toContain('feed.atom')
  expect(links.filter((link) => /^(?:\/|[a-z]+:)/.test(link))).toEqual([])
})

it('badges of services that are gone go too, and what belongs to others stays', async () => {
  await writePage(join(folder, 'a/b'), pageFiles(both))
  await writeFile(join(folder, 'a/b/badge/theirs.svg'), '<svg>of somebody else</svg>')
  await writeFile(join(folder, 'a/b/robots.txt'), 'theirs')
  await writePage(join(folder, 'a/b'), pageFiles(pageOf()))
  expect(await written()).toEqual([...FILES, 'badge/theirs.svg', 'robots.txt'].toSorted())
})

it('a folder that cannot be written is told of, and what was there stays', async () => {
  await writePage(join(folder, 'a/b'), pageFiles(both))
  const before = await readFile(join(folder, 'a/b/index.html'), 'utf8')
  await writeFile(join(folder, 'file'), '')
  await expect(writePage(join(folder, 'file'), pageFiles(both))).rejects.toThrow(
    /is not a directory/,
  )
  expect(await readFile(join(folder, 'a/b/index.html'), 'utf8')).toBe(before)
  expect((await written()).filter((name) => name.includes('partial'))).toEqual([])
})
