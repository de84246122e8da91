import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { flagsOfOpen } from '../../../test/audit/open-files.js'
import { AuditLogError } from '../audit-log-error.js'
import type { AuditOptions } from '../audit-options.js'
import { openCheckpoint } from '../notes/checkpoint.js'
import { formatVerifierKey } from '../notes/signed-note.js'
import { type Begun, beginLog, keyOfLog, openLogFolder } from './begin-log.js'
import { readGaps } from './gaps-file.js'
import { partName } from './layout.js'
import type { LogFolder } from './log-folder.js'
import { thisUser } from './safe-to-use.js'
import { WHAT_TO_DO } from './what-to-do.js'

let outside: string
let directory: string
beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'check-tcp-'))
  directory = join(outside, 'log')
})
afterEach(() => rmSync(outside, { recursive: true }))

const file = (name: string) => join(directory, name)
const put = (name: string, text: string) => writeFileSync(file(name), text, { mode: 0o600 })

/** With the folder open, which is made where it is not there. */
async function inFolder<T>(use: (folder: LogFolder) => Promise<T>): Promise<T> {
  const folder = openLogFolder({ directory }, { mayCreate: true })
  try {
    return await use(folder)
  } finally {
    folder.close()
  }
}

const begin = (options: Partial<AuditOptions> = {}, mayCreate = true): Promise<Begun> =>
  inFolder((folder) => beginLog(folder, { directory, ...options }, { mayCreate }))

describe('the folder of a log', () => {
  it('is made for its owner alone, with those above, where it may be', () => {
    directory = join(outside, 'a', 'b')
    expect(() => openLogFolder({ directory }, { mayCreate: false })).toThrow('ENOENT')
    expect(readdirSync(outside)).toEqual([])
    openLogFolder({ directory }, { mayCreate: true }).close()
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    openLogFolder({ directory }, { mayCreate: false }).close()
  })

  it.skipIf(thisUser() !== 0)('is not made by root where others may write above', () => {
    chmodSync(outside, 0o777)
    expect(() => openLogFolder({ directory }, { mayCreate: true })).toThrow(
      `every user may write to ${outside} (mode 0777), and could replace`,
    )
    expect(readdirSync(outside)).toEqual([])
  })
})

describe('a log that is begun', () => {
  it('has a key, its public part, no gaps and a signed checkpoint of nothing', async () => {
    const { key, checkpoint } = await begin({ retentionDays: 30 })
    expect(readdirSync(directory)).toEqual(['checkpoint', 'gaps', 'key', 'verifier-key'])
    expect(readFileSync(file('verifier-key'), 'utf8')).toBe(`${formatVerifierKey(key.verifier)}\n`)
    expect(openCheckpoint(readFileSync(file('checkpoint'), 'utf8'), key.verifier)).toEqual(
      checkpoint,
    )
    const { origin, size, tail, keep, forgotten } = checkpoint
    expect({ origin, size, tail, keep, forgotten }).toEqual({
      ...{ origin: key.verifier.name, size: 0, tail: { first: 0, offset: 0 }, keep: 30 },
      forgotten: undefined,
    })
    await inFolder(async (folder) => expect(readGaps(folder, key.verifier)).toBeUndefined())
    expect((await begin({}, false)).checkpoint).toEqual(checkpoint)
  })

  it('keeps a key that is there', async () => {
    const first = await begin()
    rmSync(file('checkpoint'))
    rmSync(file('verifier-key'))
    const { key } = await begin()
    expect(formatVerifierKey(key.verifier)).toBe(formatVerifierKey(first.key.verifier))
    await inFolder(async (folder) => {
      const read = await keyOfLog(folder, { directory })
      expect(read?.verifier.name).toBe(key.verifier.name)
    })
  })

  it('may have its key in another folder, which stays open no longer than needed', async () => {
    const keys = join(outside, 'keys')
    mkdirSync(keys, { mode: 0o700 })
    const options = { key: join(keys, 'log.key') }
    const { key } = await begin(options)
    // As /tmp is: its owner alone may replace the key.
    chmodSync(keys, 0o1777)
    expect(readdirSync(keys)).toEqual(['log.key'])
    expect(readdirSync(directory)).not.toContain('key')
    expect((await begin(options)).key.verifier.id).toEqual(key.verifier.id)
    if (process.platform === 'linux') expect(flagsOfOpen(outside)).toEqual([])
  })

  it('is not begun where one was that lost its checkpoint', async () => {
    const told = `the audit log in ${directory} has lost its checkpoint. ${WHAT_TO_DO}`
    await expect(begin({}, false)).rejects.toThrow(told)
    expect(readdirSync(directory)).toEqual([])
    put(partName('entries', 0), '')
    await expect(begin()).rejects.toThrow(told)
    expect(readdirSync(directory)).toEqual([partName('entries', 0)])
  })
})

describe('a log that is there', () => {
  beforeEach(async () => {
    await begin()
  })

  it('is refused without its key', async () => {
    rmSync(file('key'))
    await expect(begin()).rejects.toBeInstanceOf(AuditLogError)
    await expect(begin()).rejects.toThrow(
      `the audit log in ${directory} has lost its key ${file('key')}. ${WHAT_TO_DO}`,
    )
    const key = join(outside, 'log.key')
    await expect(begin({ key })).rejects.toThrow(`has lost its key ${key}. ${WHAT_TO_DO}`)
    expect(readdirSync(outside)).toEqual(['log'])
  })

  it('is refused with a checkpoint that its key did not sign', async () => {
    put('checkpoint', 'x')
    await expect(begin()).rejects.toThrow(
      `${file('checkpoint')} is damaged, or not signed by the key of the log. ${WHAT_TO_DO}`,
    )
  })

  it('is refused with the public key of another, and has its own written where it is gone', async () => {
    const own = readFileSync(file('verifier-key'), 'utf8')
    put('verifier-key', own.trim())
    await begin()
    expect(readFileSync(file('verifier-key'), 'utf8')).toBe(own.trim())
    put('verifier-key', 'another')
    await expect(begin()).rejects.toThrow(
      `${file('verifier-key')} does not match the log's key: somebody replaced it. The right one is ${own.trim()}`,
    )
    rmSync(file('verifier-key'))
    await begin()
    expect(readFileSync(file('verifier-key'), 'utf8')).toBe(own)
  })

  it('is refused where it is of an older version, and nothing of it is touched', async () => {
    put('tail.json', '{}')
    put('checkpoint.0123456789abcdef.new', 'x')
    const names = readdirSync(directory)
    await expect(begin()).rejects.toThrow(
      `the audit log in ${directory} is of an older version (it has tail.json), whose entries have no seals: move the folder away; a new log begins in its place`,
    )
    expect(readdirSync(directory)).toEqual(names)
    rmSync(file('tail.json'))
    await begin()
    expect(readdirSync(directory)).not.toContain('checkpoint.0123456789abcdef.new')
  })
})
