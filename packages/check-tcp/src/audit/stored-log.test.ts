import {
  appendFileSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { flagsOfOpen } from '../../test/audit/open-files.js'
import { recorded, sampleCheck } from '../../test/audit/sample-check.js'
import { WrittenLog } from '../../test/audit/written-log.js'
import { type Clock, systemClock } from '../core/clock.js'
import { AuditLogError } from './audit-log-error.js'
import type { AuditOptions } from './audit-options.js'
import { openAuditLog } from './open-audit-log.js'
import { StoredLog } from './stored-log.js'
import { verifyLog } from './verify-log.js'

let log: WrittenLog
beforeEach(async () => {
  log = await WrittenLog.make()
  chmodSync(log.directory.replace(/log$/, ''), 0o700)
})
afterEach(() => log[Symbol.asyncDispose]())

const findings = async (since?: string) =>
  (await verifyLog({ directory: log.directory, since })).findings
const storedLog = (options: Partial<AuditOptions> = {}, clock: Clock = systemClock) =>
  new StoredLog({ directory: log.directory, segmentBytes: 4_096, ...options }, clock, '{"pid":1}')
const lineOf = (name: string, word: string) =>
  log
    .text(name)
    .split('\n')
    .find((line) => line.startsWith(word))

describe('a new log', () => {
  it('has a checkpoint of no entries before its first entry', async () => {
    await log.write(0)
    expect(log.names()).toEqual(['checkpoint', 'gaps', 'key', 'verifier-key'])
    expect(log.text('checkpoint')).toMatch(/^\S+\n0\n\S+\ntail 0 0\nkeep forever\n\n— /)
    expect(await findings()).toEqual([])
  })

  it('is begun again where its writer died before that checkpoint', async () => {
    await log.write(0)
    const all = log.keep()
    for (const left of [['key'], ['key', 'verifier-key'], ['key', 'gaps', 'verifier-key'], []]) {
      rmSync(log.directory, { recursive: true })
      all()
      for (const name of log.names()) if (!left.includes(name)) rmSync(log.file(name))
      expect(await log.write(1)).toEqual([])
      expect(await findings()).toEqual([])
    }
  })

  it('goes on where its writer died before the next checkpoint, with the entries since', async () => {
    await log.write(0)
    const first = log.keep('checkpoint')
    await log.write(30)
    first()
    await log.write(1)
    expect((await log.ofKind('check')).length).toBe(31)
    expect(await log.ofKind('cut')).toEqual([])
    expect(await findings()).toEqual([])
  })

  it('clears away what was left half-made', async () => {
    await log.write(1)
    const names = log.names()
    for (const name of ['checkpoint.0123456789abcdef.new', 'writer-1-ab.new']) {
      writeFileSync(log.file(name), 'x')
    }
    await log.write(0)
    expect(log.names()).toEqual(names)
  })

  it('tells the public key again where its file is gone', async () => {
    await log.write(1)
    const text = log.text('verifier-key')
    rmSync(log.file('verifier-key'))
    await log.write(1)
    expect(log.text('verifier-key')).toBe(text)
  })
})

describe('a checkpoint', () => {
  it('says where the last entry ends, so that the next writer reads from there', async () => {
    await log.write(30)
    const last = log.names('entries-').at(-1) ?? ''
    const first = Number(/\d+/.exec(last)?.[0])
    const { length } = readFileSync(log.file(last))
    expect(lineOf('checkpoint', 'tail')).toMatch(new RegExp(`^tail ${first} ${length} `))
    // What is before has been looked at, and is not looked at again until somebody verifies the log.
    const changed = log.text(last).replace('"port":30', '"port":31')
    writeFileSync(log.file(last), changed)
    expect(await log.write(1)).toEqual([])
    expect(await findings()).toContainEqual(expect.stringContaining('first 31 entries are not'))
  })
})

describe('a checkpoint of a log that has nothing new', () => {
  it('stays the file that it is', async () => {
    await log.write(1)
    const { ino } = statSync(log.file('checkpoint'))
    await log.write(0)
    expect(statSync(log.file('checkpoint')).ino).toBe(ino)
    const stored = storedLog()
    await stored.append(['{"kind":"check","time":"x"}'])
    await stored.checkpoint()
    const next = statSync(log.file('checkpoint')).ino
    expect(next).not.toBe(ino)
    await stored.checkpoint()
    expect(statSync(log.file('checkpoint')).ino).toBe(next)
    await stored.close()
  })
})

describe('what a log records about itself', () => {
  it('is said once by each process, even if another wrote in between', async () => {
    await log.write(1)
    appendFileSync(log.file(log.names('entries-')[0] ?? ''), '{"half')
    const logs = [storedLog({ retentionDays: 30 }), storedLog({ retentionDays: 7 })]
    for (const _ of [1, 2]) {
      for (const one of logs) await one.append(['{"kind":"check","time":"x"}'])
    }
    for (const one of logs) await one.close()
    if (process.platform === 'linux') expect(flagsOfOpen(log.directory)).toEqual([])
    expect((await log.entries()).map(({ kind }) => kind)).toEqual([
      ...['check', 'cut', 'keep', 'check', 'keep', 'check', 'check', 'check'],
    ])
    expect(await log.ofKind('keep')).toMatchObject([
      { from: 'forever', to: 30 },
      { from: 30, to: 7 },
    ])
    expect(await findings()).toEqual([])
  })
})

describe('a gap that is noted', () => {
  const gap = { lost: 3, refused: 1, since: '2026-01-01T00:00:00.000Z', problem: 'no space' }
  const twice = { ...gap, lost: 6, refused: 2 }

  it('is told by the process that opens the log next, though the file was damaged', async () => {
    await log.write(1)
    for (const damage of [() => {}, () => writeFileSync(log.file('gaps'), 'x')]) {
      damage()
      const stored = storedLog()
      const { ino } = statSync(log.file('gaps'))
      for (const _ of [1, 2]) await stored.noteGap(gap)
      await stored.close()
      expect((await verifyLog({ directory: log.directory })).gap).toEqual(twice)
      for (const _ of [1, 2]) await log.write(0)
      expect(statSync(log.file('gaps')).ino).toBe(ino)
    }
    expect(await log.ofKind('gap')).toMatchObject([twice, twice])
  })

  it('is refused where there is no key to sign it with', async () => {
    mkdirSync(log.directory, { mode: 0o700 })
    const stored = storedLog()
    await expect(stored.noteGap(gap)).rejects.toThrow(
      new AuditLogError(`there is no key of the audit log in ${log.directory}`),
    )
    await stored.close()
    expect(log.names()).toEqual([])
  })
})

describe('what a log says of how long it keeps entries', () => {
  it('is in its checkpoint, and a change of it an entry', async () => {
    await log.write(1, 0, { retentionDays: 30 })
    expect(lineOf('checkpoint', 'keep')).toBe('keep 30')
    await log.write(1, 1, { retentionDays: 30 })
    expect(await log.ofKind('keep')).toEqual([])
    await log.write(1, 2)
    await log.write(1, 3, { retentionDays: 7 })
    expect(await log.ofKind('keep')).toMatchObject([
      { from: 30, to: 'forever', who: { pid: process.pid }, time: '2026-01-03T00:00:00.000Z' },
      { from: 'forever', to: 7 },
    ])
    expect(lineOf('checkpoint', 'keep')).toBe('keep 7')
    expect(await findings()).toEqual([])
  })

  it('is read from the entries where its writer died before the next checkpoint', async () => {
    await log.write(1)
    const before = log.keep('checkpoint')
    await log.write(1, 1, { retentionDays: 30 })
    before()
    await log.write(1, 2, { retentionDays: 30 })
    expect(await log.ofKind('keep')).toHaveLength(1)
    expect(lineOf('checkpoint', 'keep')).toBe('keep 30')
  })
})

describe('entries over their time', () => {
  const options = { retentionDays: 30 }

  async function writeMonths(): Promise<string> {
    await log.write(20, 0, options)
    const since = log.text('checkpoint')
    await log.write(10, 20, options)
    return since
  }

  it('are removed by name, and the signed checkpoint says it', async () => {
    const since = await writeMonths()
    await log.write(10, 45, options)
    const [told] = await log.ofKind('retention')
    const { kept_from: first, days, time, who } = told ?? {}
    expect({ days, time }).toEqual({ days: 30, time: '2026-02-15T00:00:00.000Z' })
    expect(lineOf('checkpoint', 'forgotten')).toBe(
      `forgotten ${first} 30 ${time} ${JSON.stringify(who)}`,
    )
    expect(log.names('entries-')[0]).toContain(String(first).padStart(16, '0'))
    const forgotten = lineOf('checkpoint', 'forgotten')
    await log.write(5, 46, options)
    expect(lineOf('checkpoint', 'forgotten')).toBe(forgotten)
    expect(await log.ofKind('retention')).toHaveLength(1)
    expect(await findings(since)).toEqual([])
    await log.write(5, 60, options)
    expect(lineOf('checkpoint', 'forgotten')).not.toBe(forgotten)
    expect(await findings(since)).toEqual([])
  })

  it('are removed by the next writer where one died at any step of it', async () => {
    const since = await writeMonths()
    const before = log.keepAll()
    const checkpoint = log.keep('checkpoint')
    const segments = log.names('entries-')
    await log.write(10, 45, options)
    const done = log.names('hashes-')
    expect(done.length).toBeGreaterThan(1)
    before()
    const entries = log.keep(...segments.slice(0, done.length))
    const died: Record<string, () => void> = {
      'before the checkpoint': () => {
        for (const name of done) rmSync(log.file(name))
        entries()
        checkpoint()
      },
      'before the first file': () => {
        for (const name of done) rmSync(log.file(name))
        entries()
      },
      'between hashes and entries': () => entries(),
      'between two files': () => {
        for (const name of done.slice(1)) rmSync(log.file(name))
        entries()
        rmSync(log.file(segments[0] ?? ''))
      },
    }
    for (const [what, die] of Object.entries(died)) {
      before()
      await log.write(10, 45, options)
      die()
      expect(await findings(what === 'before the checkpoint' ? undefined : since), what).toEqual([])
      await log.write(1, 45, options)
      expect(log.names('hashes-'), what).toEqual(done)
      expect(log.names('entries-').slice(0, 1), what).toEqual([segments[done.length]])
      expect(await log.ofKind('retention'), what).toHaveLength(1)
      expect(await findings(since), what).toEqual([])
      expect(log.warnings, what).toEqual([])
    }
  })

  it('are removed by the next writer though it keeps entries for ever', async () => {
    await writeMonths()
    const segments = log.names('entries-')
    const putBack = segments.map((name) => log.keep(name))
    await log.write(10, 45, options)
    const done = log.names('hashes-')
    for (const back of putBack.slice(0, done.length)) back()
    await log.write(1, 45)
    expect(log.names('hashes-')).toEqual(done)
    expect(log.names('entries-')[0]).toBe(segments[done.length])
    expect(await findings()).toEqual([])
  })

  it('are removed by a process whose days were changed by another in between', async () => {
    await log.write(20, 0, options)
    let nowMs = Date.UTC(2026, 0, 21)
    const clock = { ...systemClock, wallMs: () => nowMs }
    const stored = storedLog(options, clock)
    const time = new Date(nowMs).toISOString()
    const entry = `{"kind":"check","time":"${time}","text":"${'x'.repeat(5_000)}"}`
    for (const _ of [1, 2]) await stored.append([entry])
    await log.write(1, 20)
    nowMs = Date.UTC(2026, 2, 1)
    for (const _ of [1, 2]) expect(await stored.checkpoint()).toBeUndefined()
    await stored.close()
    const changes = (await log.entries()).filter(({ kind }) => kind !== 'check')
    expect(changes).toMatchObject([
      { kind: 'keep', from: 30, to: 'forever' },
      { kind: 'keep', from: 'forever', to: 30 },
      { kind: 'retention', days: 30 },
    ])
    expect(lineOf('checkpoint', 'keep')).toBe('keep 30')
    expect(await findings()).toEqual([])
  })

  it('stay, and a warning says so, where somebody changed what would go', async () => {
    const since = await writeMonths()
    const [first = ''] = log.names('entries-')
    writeFileSync(log.file(first), log.text(first).replace('"port":1,', '"port":9,'))
    await log.write(10, 45, options)
    expect(log.names('hashes-')).toEqual([])
    expect(log.warnings).toEqual([
      expect.stringMatching(
        /^entries before \d+ are past their retention time but are not removed, because/,
      ),
    ])
    expect(log.text('checkpoint')).toMatch(/^\S+\n40\n/)
    expect(await findings(since)).not.toEqual([])
  })

  it('are not taken for removed where hashes stand in for others', async () => {
    await writeMonths()
    await log.write(10, 45, options)
    const [segment = ''] = log.names('entries-')
    const name = segment.replace('entries', 'hashes').replace('ndjson', 'sha256')
    writeFileSync(log.file(name), Buffer.alloc(32), { mode: 0o600 })
    rmSync(log.file(segment))
    await expect(log.write(1, 46, options)).rejects.toThrow(
      `${name} replaces entries that the log did not remove`,
    )
  })
})

describe('lines that are planted', () => {
  it('are cut off, with an entry, and never signed for', async () => {
    await log.write(2)
    const planted = '{"kind":"retention","days":1,"kept_from":2}\n{"half'
    appendFileSync(log.file(log.names('entries-')[0] ?? ''), planted)
    await log.write(1)
    expect((await log.entries()).map(({ kind }) => kind)).toEqual([
      'check',
      'check',
      'cut',
      'check',
    ])
    expect(await log.ofKind('cut')).toMatchObject([{ bytes: planted.length }])
    expect(lineOf('checkpoint', 'forgotten')).toBeUndefined()
    expect(await findings()).toEqual([])
  })
})

describe('the file of gaps', () => {
  it('is made again where it is gone or damaged, and an entry says so', async () => {
    await log.write(1)
    rmSync(log.file('gaps'))
    expect(await findings()).toEqual([expect.stringContaining('gaps is missing or damaged')])
    await log.write(1)
    writeFileSync(log.file('gaps'), 'x')
    await log.write(1)
    const problem = expect.stringContaining('gaps was removed or changed')
    expect(await log.ofKind('gap')).toMatchObject([
      { lost: 0, refused: 0, problem, since: '2026-01-01T00:00:00.000Z' },
      { lost: 0, refused: 0, problem },
    ])
    expect(await findings()).toEqual([])
  })
})

describe('a key that is elsewhere', () => {
  it('is made there, and nothing of it in the folder', async () => {
    const keys = join(dirname(log.directory), 'keys')
    const key = join(keys, 'log.key')
    await expect(log.write(1, 0, { key })).rejects.toThrow('ENOENT')
    mkdirSync(keys)
    chmodSync(keys, 0o1777)
    await log.write(1, 0, { key })
    expect(log.names()).not.toContain('key')
    expect(readdirSync(keys)).toEqual(['log.key'])
    await log.write(1, 0, { key })
    expect(await findings()).toEqual([])
    await expect(log.write(1)).rejects.toThrow(`has lost its key ${log.file('key')}`)
    rmSync(key)
    await expect(log.write(1, 0, { key })).rejects.toThrow(`has lost its key ${key}`)
    chmodSync(keys, 0o777)
    await expect(log.write(1, 0, { key })).rejects.toThrow(`others may write to the folder ${keys}`)
  })
})

describe('a folder that others may write to', () => {
  it('is refused, and so is a file in it', async () => {
    await log.write(1)
    chmodSync(log.file('gaps'), 0o666)
    await expect(log.write(1)).rejects.toThrow(`others may write to ${log.file('gaps')}`)
    chmodSync(log.file('gaps'), 0o600)
    chmodSync(log.directory, 0o777)
    await expect(log.write(1)).rejects.toThrow(`chmod 700 ${log.directory}`)
    chmodSync(log.directory, 0o700)
    expect(await log.write(1)).toEqual([])
  })
})

describe('a log whose folder is taken away while it is open', () => {
  it('does not begin another, in whatever is there now', async () => {
    const open = await openAuditLog({ directory: log.directory })
    expect(await recorded(open, sampleCheck(1))).toBeUndefined()
    const moved = `${log.directory}.moved`
    renameSync(log.directory, moved)
    expect(await recorded(open, sampleCheck(2))).toContain('ENOENT')
    await open.close()
    expect(existsSync(log.directory)).toBe(false)
    mkdirSync(log.directory, { mode: 0o700 })
    const other = await openAuditLog({ directory: moved })
    renameSync(moved, `${moved}.again`)
    renameSync(log.directory, moved)
    expect(await recorded(other, sampleCheck(3))).toContain('has lost its checkpoint')
    await other.close()
    expect(readdirSync(moved)).toEqual([])
    const { findings, entries } = await verifyLog({ directory: `${moved}.again` })
    expect({ findings, entries }).toEqual({ findings: [], entries: 1 })
  })
})

describe('the mode', () => {
  it.skipIf(process.platform !== 'linux')('says whether each write is on the disk', async () => {
    const entries = log.file('entries-')
    for (const mode of ['strict', 'relaxed', undefined] as const) {
      const options = mode === undefined ? {} : { mode }
      const open = await openAuditLog({ directory: log.directory, ...options })
      await recorded(open, sampleCheck(1))
      while (flagsOfOpen(entries).length === 0)
        await new Promise((resolve) => setImmediate(resolve))
      const [flags = 0] = flagsOfOpen(entries)
      expect(flags & constants.O_DSYNC, mode).toBe(mode === 'relaxed' ? 0 : constants.O_DSYNC)
      await open.close()
    }
  })
})
