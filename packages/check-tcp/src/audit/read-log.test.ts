import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { flagsOfOpen } from '../../test/audit/open-files.js'
import { AuditLogError } from './audit-log-error.js'
import { partName } from './files/layout.js'
import { leafHash } from './merkle/tree-hash.js'
import { entryOf, hasLog, openToRead, type Reading, readLog } from './read-log.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'check-tcp-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const put = (name: string, content: string | Buffer) =>
  writeFileSync(join(directory, name), content)
const putEntries = (first: number, content: string) => put(partName('entries', first), content)
const putHashes = (first: number, ...parts: readonly Buffer[]) =>
  put(partName('hashes', first), Buffer.concat(parts))

async function read(): Promise<readonly Reading[]> {
  const all: Reading[] = []
  for await (const batch of readLog(directory)) all.push(...batch)
  return all
}

/** An entry as it is read. */
const entry = (index: number, segment: number, text: string) => {
  const line = Buffer.from(text)
  return { index, segment, leaf: leafHash(line), line }
}

describe('a log that is read', () => {
  it('has its entries in their order, over files, each with its number, hash and file', async () => {
    putEntries(0, 'a\nb\n')
    putEntries(2, 'c\n')
    expect(await read()).toEqual([entry(0, 0, 'a'), entry(1, 0, 'b'), entry(2, 2, 'c')])
  })

  it('has hashes where only they were kept, and entries where both are there', async () => {
    putHashes(0, leafHash('a'), leafHash('b'))
    putHashes(2, leafHash('something else'))
    putEntries(2, 'c\n')
    expect(await read()).toEqual([
      { index: 0, segment: 0, leaf: leafHash('a') },
      { index: 1, segment: 0, leaf: leafHash('b') },
      entry(2, 2, 'c'),
    ])
  })

  it('says what is missing or there twice, and goes on with the number of the file', async () => {
    putEntries(3, 'd\ne\nf\n')
    putEntries(4, 'e\n')
    expect(await read()).toEqual([
      { problem: `entries 0 to 2 are missing (before ${partName('entries', 3)})` },
      ...[entry(3, 3, 'd'), entry(4, 3, 'e'), entry(5, 3, 'f')],
      { problem: `entries 4 to 5 are there twice (before ${partName('entries', 4)})` },
      entry(4, 4, 'e'),
    ])
  })

  it('may end with an unfinished entry, and no other file may', async () => {
    putEntries(0, 'a\nhalf')
    expect(await read()).toEqual([entry(0, 0, 'a'), { unfinishedBytes: 4 }])
    putEntries(1, 'b\n')
    expect(await read()).toEqual([
      entry(0, 0, 'a'),
      { problem: `${partName('entries', 0)} ends in the middle of an entry` },
      entry(1, 1, 'b'),
    ])
  })

  it('says so where hashes end within one, after those that are whole', async () => {
    putHashes(0, leafHash('a'), leafHash('b').subarray(1))
    expect(await read()).toEqual([
      { index: 0, segment: 0, leaf: leafHash('a') },
      { problem: `${partName('hashes', 0)} ends in the middle of a hash` },
    ])
  })

  it('may lose the entries of a file meanwhile, and has their hashes then', async () => {
    putEntries(0, 'a\n')
    putEntries(1, 'b\n')
    putEntries(2, 'c\n')
    const reading = readLog(directory)
    expect((await reading.next()).value).toEqual([entry(0, 0, 'a')])
    putHashes(1, leafHash('b'))
    for (const first of [1, 2]) rmSync(join(directory, partName('entries', first)))
    expect((await reading.next()).value).toEqual([{ index: 1, segment: 1, leaf: leafHash('b') }])
    expect((await reading.next()).value).toEqual([
      { problem: `${partName('hashes', 2)} is missing` },
    ])
    expect((await reading.next()).done).toBe(true)
  })

  it('may be in a folder that others may write to', async () => {
    chmodSync(directory, 0o777)
    putEntries(0, 'a\n')
    expect(await read()).toEqual([entry(0, 0, 'a')])
  })

  it('is refused where one of its files is something else', async () => {
    mkdirSync(join(directory, partName('entries', 0)))
    await expect(read()).rejects.toThrow(`${partName('entries', 0)} is not a regular file`)
  })

  it.skipIf(process.platform !== 'linux')(
    'keeps nothing open, read to its end or not',
    async () => {
      putEntries(0, 'a\n')
      await read()
      for await (const _ of readLog(directory)) break
      expect(flagsOfOpen(directory)).toEqual([])
    },
  )
})

describe('a folder', () => {
  const isLog = () => {
    const folder = openToRead(directory)
    try {
      return hasLog(folder)
    } finally {
      folder.close()
    }
  }

  it.each(['checkpoint', 'verifier-key', partName('entries', 0), partName('hashes', 7)])(
    'has a log where it has %s',
    (name) => {
      put(name, '')
      expect(isLog()).toBe(true)
    },
  )

  it('has none where it has nothing of one', async () => {
    for (const name of ['key', 'gaps', 'notes.txt']) put(name, 'x')
    expect(isLog()).toBe(false)
    await expect(read()).rejects.toThrow(new AuditLogError(`there is no audit log in ${directory}`))
  })

  it('has none where it is not there', () => {
    const gone = join(directory, 'gone')
    expect(() => openToRead(gone)).toThrow(
      new AuditLogError(`there is no audit log in ${gone}, which does not exist`, {
        cause: expect.anything(),
      }),
    )
    expect(readdirSync(directory)).toEqual([])
  })

  it('is not read through a link, and that is told as it is', () => {
    const link = join(directory, 'link')
    symlinkSync(directory, link)
    expect(() => openToRead(link)).toThrow(`${link} is a symbolic link`)
  })
})

describe('a line', () => {
  it('is an entry where it says its kind and its time', () => {
    const line = '{"kind":"cut","time":"2026-01-01T00:00:00.000Z","bytes":3}'
    expect(entryOf(Buffer.from(line))).toEqual(JSON.parse(line))
  })

  it.each(['', '{"half', 'null', '7', '[]', '{"kind":"cut"}', '{"time":"x"}'])(
    'is none where it is %j',
    (line) => {
      expect(entryOf(Buffer.from(line))).toBeUndefined()
    },
  )

  it.each(['{"kind":1,"time":"x"}', '{"kind":"cut","time":1}'])(
    'is none where it is %s',
    (line) => {
      expect(entryOf(Buffer.from(line))).toBeUndefined()
    },
  )
})
