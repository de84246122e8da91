import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recorded, sampleCheck } from '../../test/audit/sample-check.js'
import { WrittenLog } from '../../test/audit/written-log.js'
import { ManualClock } from '../../test/support/manual-clock.js'
import type { AuditLog } from './audit-log.js'
import { AuditLogError } from './audit-log-error.js'
import type { AuditOptions } from './audit-options.js'
import type { GapEntry } from './entries/entry.js'
import { openAuditLog } from './open-audit-log.js'
import { verifyLog } from './verify-log.js'

let files: WrittenLog
let clock: ManualClock
let warnings: string[]
beforeEach(async () => {
  files = await WrittenLog.make()
  clock = new ManualClock()
  warnings = []
})
afterEach(() => files[Symbol.asyncDispose]())

const open = (options: Partial<AuditOptions> = {}) =>
  openAuditLog(
    { directory: files.directory, ...options },
    { clock, warn: (text) => warnings.push(text) },
  )
const segment = () => files.file(files.names('entries-').at(-1) ?? '')
const verify = () => verifyLog({ directory: files.directory })

/** What no writer takes, until it is taken away again. */
function plant(): () => void {
  const file = segment()
  const original = readFileSync(file)
  appendFileSync(file, '{"a":1,"seal":"x"}\n')
  return () => writeFileSync(file, original)
}

const sums = (gaps: readonly GapEntry[]) => ({
  lost: gaps.reduce((sum, { lost }) => sum + lost, 0),
  refused: gaps.reduce((sum, { refused }) => sum + refused, 0),
})

/** Until the log has made up its mind about what was asked of it. */
async function untilTaken(log: AuditLog): Promise<void> {
  while (log.refusal() !== undefined) await new Promise((resolve) => setImmediate(resolve))
}

const untilTrue = async (isTrue: () => boolean) => {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}
const checkpointSize = () => files.text('checkpoint').split('\n')[1]

describe('a log that is written', () => {
  it('has in one batch what comes within 10 ms of another batch of several', async () => {
    const log = await open()
    await Promise.all([1, 2].map((port) => recorded(log, sampleCheck(port))))
    const third = recorded(log, sampleCheck(3))
    await clock.advance(9)
    const fourth = recorded(log, sampleCheck(4))
    await clock.advance(1)
    expect(await Promise.all([third, fourth])).toEqual([undefined, undefined])
    // Nobody waits at its end.
    await log.close()
    const lines = readFileSync(segment(), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => line.includes('"seal"'))).toEqual([false, true, false, true])
  })

  it('is not waited for by a caller that makes one check at a time', async () => {
    const log = await open()
    for (const port of [1, 2, 3]) expect(await recorded(log, sampleCheck(port))).toBeUndefined()
    await log.close()
    expect((await verify()).entries).toBe(3)
  })

  it('has its next checkpoint an interval after one that could not be written', async () => {
    const log = await open({ checkpointInterval: 5 })
    await recorded(log, sampleCheck(1))
    const checkpoint = files.file('checkpoint')
    renameSync(checkpoint, `${checkpoint}.kept`)
    mkdirSync(checkpoint)
    await clock.advance(5_000)
    await untilTrue(() => warnings.length > 0)
    rmdirSync(checkpoint)
    renameSync(`${checkpoint}.kept`, checkpoint)
    await clock.advance(4_999)
    expect(checkpointSize()).toBe('0')
    await clock.advance(1)
    await untilTrue(() => checkpointSize() === '1')
    await log.close()
    expect(warnings).toEqual([
      expect.stringMatching(/^no checkpoint of the audit log could be written: EISDIR/),
    ])
  })

  it('has a checkpoint an interval after the first entry that none vouches for', async () => {
    const log = await open({ checkpointInterval: 5 })
    for (const port of [1, 2]) {
      await recorded(log, sampleCheck(port))
      await clock.advance(2_500)
    }
    await untilTrue(() => checkpointSize() === '2')
    await recorded(log, sampleCheck(3))
    await clock.advance(5_000)
    await untilTrue(() => checkpointSize() === '3')
    await log.close()
    expect(warnings).toEqual([])
  })
})

describe('a strict log that cannot be opened', () => {
  it('says why, and no more where that says it all', async () => {
    mkdirSync(files.directory)
    chmodSync(files.directory, 0o777)
    await expect(open()).rejects.toThrow(/^others may write to the folder /)
    chmodSync(files.directory, 0o700)
    mkdirSync(files.file('gaps'))
    const refused = open()
    await expect(refused).rejects.toThrow(AuditLogError)
    await expect(refused).rejects.toThrow(/^the audit log cannot be opened: EISDIR/)
    await expect(refused).rejects.toMatchObject({ cause: { code: 'EISDIR' } })
  })
})

describe('a strict log that cannot be written', () => {
  it('refuses checks, tries again after a second, and tells of both in an entry', async () => {
    const log = await open()
    expect(await recorded(log, sampleCheck(1))).toBeUndefined()
    expect(log.refusal()).toBeUndefined()
    const takeAway = plant()
    expect(await recorded(log, sampleCheck(2))).toContain('somebody else wrote to it')
    expect(log.refusal()).toContain('somebody else wrote to it')
    expect(log.missed).toBe(2)
    expect((await verify()).gap).toMatchObject({ lost: 1, refused: 0 })
    // In the meantime it is not tried.
    takeAway()
    await clock.advance(999)
    expect(await recorded(log, sampleCheck(3))).toContain('somebody else wrote to it')
    expect(log.refusal()).not.toBeUndefined()
    await clock.advance(1)
    await untilTaken(log)
    expect(await recorded(log, sampleCheck(4))).toBeUndefined()
    const { missed } = log
    await log.close()
    const gaps = await files.ofKind('gap')
    expect(sums(gaps)).toEqual({ lost: 2, refused: missed - 2 })
    for (const gap of gaps) {
      expect(gap.problem).toContain('somebody else wrote to it')
      expect(gap.since).toMatch(/^\d{4}-\d\d-\d\dT/)
    }
    expect(await verify()).toMatchObject({ findings: [], gap: undefined })
    expect(warnings).toEqual([])
  })

  it('tells of each time from its own beginning', async () => {
    const log = await open()
    for (const _ of [1, 2]) {
      await recorded(log, sampleCheck(1))
      const takeAway = plant()
      for (const port of [2, 3]) {
        expect(await recorded(log, sampleCheck(port))).not.toBeUndefined()
        await clock.advance(400)
      }
      takeAway()
      await clock.advance(1_000)
      expect(await recorded(log, sampleCheck(4))).toBeUndefined()
    }
    await log.close()
    expect(await files.ofKind('gap')).toMatchObject([
      { lost: 2, refused: 0, since: '2024-01-01T12:00:00.000Z' },
      { lost: 2, refused: 0, since: '2024-01-01T12:00:01.800Z' },
    ])
  })

  it('leaves what it could not record to the next process', async () => {
    const log = await open()
    await recorded(log, sampleCheck(1))
    const takeAway = plant()
    await recorded(log, sampleCheck(2))
    log.refusal()
    log.refusal()
    const batch = [3, 4, 5].map((port) => recorded(log, sampleCheck(port)))
    for (const problem of await Promise.all(batch)) expect(problem).not.toBeUndefined()
    await log.close()
    expect(log.missed).toBe(6)
    expect(warnings).toEqual([
      expect.stringMatching(
        /^no checkpoint of the audit log could be written: .* is refused: entry 1/,
      ),
    ])
    takeAway()
    expect((await verify()).gap).toMatchObject({ lost: 4, refused: 2 })
    await (await open()).close()
    expect(sums(await files.ofKind('gap'))).toEqual({ lost: 4, refused: 2 })
    await (await open()).close()
    expect(await files.ofKind('gap')).toHaveLength(1)
    expect((await verify()).findings).toEqual([])
  })

  it('adds up what several processes could not record', async () => {
    for (let run = 0; run < 2; run++) {
      const log = await open()
      await recorded(log, sampleCheck(1))
      const takeAway = plant()
      await recorded(log, sampleCheck(2))
      await log.close()
      takeAway()
    }
    const log = await open()
    await log.close()
    expect(sums(await files.ofKind('gap'))).toEqual({ lost: 2, refused: 0 })
  })
})

describe('a relaxed log that cannot be written', () => {
  it('lets checks go on, warns once, and counts what is missing', async () => {
    const log = await open({ mode: 'relaxed' })
    await recorded(log, sampleCheck(1))
    while (files.names('entries-').length === 0)
      await new Promise((resolve) => setImmediate(resolve))
    while ((await verify()).entries === 0) await new Promise((resolve) => setImmediate(resolve))
    const takeAway = plant()
    for (const port of [2, 3]) expect(await recorded(log, sampleCheck(port))).toBeUndefined()
    while (log.missed < 2) await new Promise((resolve) => setImmediate(resolve))
    expect(log.refusal()).toBeUndefined()
    await log.close()
    expect(warnings).toEqual([
      expect.stringContaining('the audit log cannot be written, checks go on without it: '),
      expect.stringMatching(/^2 checks are not in the audit log: /),
    ])
    takeAway()
    await (await open({ mode: 'relaxed' })).close()
    expect(sums(await files.ofKind('gap'))).toEqual({ lost: 2, refused: 0 })
  })

  it('counts what it has no room for', async () => {
    writeFileSync(files.directory, 'a file')
    const log = await open({ mode: 'relaxed' })
    const what = { host: 'h', port: 1, addresses: [], probe: 'path', sends: 'SYN' } as const
    let handedOut = 0
    for (let probe = 0; probe <= 100_000; probe++) {
      log.recordProbe({ what, why: {}, wallMs: 0 }, () => handedOut++)
    }
    expect({ handedOut, missed: log.missed }).toEqual({ handedOut: 100_001, missed: 1 })
    await log.close()
    expect(log.missed).toBe(100_001)
    expect(warnings[1]).toMatch(/^100001 checks are not in the audit log: /)
  })

  it('is taken again where its folder comes back', async () => {
    writeFileSync(files.directory, 'a file')
    const log = await open({ mode: 'relaxed' })
    await recorded(log, sampleCheck(1))
    while (log.missed === 0) await new Promise((resolve) => setImmediate(resolve))
    rmSync(files.directory)
    await log.close()
    expect(sums(await files.ofKind('gap'))).toEqual({ lost: 1, refused: 0 })
    expect((await verify()).findings).toEqual([])
  })
})
