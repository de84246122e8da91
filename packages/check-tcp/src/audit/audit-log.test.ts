import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recorded, sampleCheck } from '../../test/audit/sample-check.js'
import { ManualClock } from '../../test/support/manual-clock.js'
import { systemClock } from '../core/clock.js'
import type { AuditOptions } from './audit-options.js'
import type { Entry } from './entries/entry.js'
import { openAuditLog } from './open-audit-log.js'
import { proveEntry, proveGrowth } from './prove-log.js'
import { readLog } from './read-log.js'
import { verifyLog } from './verify-log.js'

let folder: string
let directory: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-tcp-'))
  directory = join(folder, 'log')
})
afterEach(() => rmSync(folder, { recursive: true }))

const DAY_MS = 86_400_000

/** Opens the log, records checks of these ports and closes it. */
async function write(ports: readonly number[], options: Partial<AuditOptions> = {}, atMs?: number) {
  const clock = atMs === undefined ? systemClock : { ...systemClock, wallMs: () => atMs }
  const log = await openAuditLog({ directory, ...options }, { clock })
  const at = atMs === undefined ? {} : { atMs }
  const problems: (string | undefined)[] = []
  // One after the other, since what comes at once comes into one file.
  for (const port of ports) problems.push(await recorded(log, sampleCheck(port, at)))
  await log.close()
  return problems
}

async function entries(): Promise<readonly Entry[]> {
  const all: Entry[] = []
  for await (const batch of readLog(directory)) {
    for (const one of batch) if ('line' in one && one.line) all.push(JSON.parse(String(one.line)))
  }
  return all
}

const portsOf = (all: readonly Entry[]) =>
  all.flatMap((entry) => (entry.kind === 'check' ? [entry.what.port] : []))

const range = (size: number, from = 1) => Array.from({ length: size }, (_, index) => from + index)

const contents = () =>
  readdirSync(directory).map((name) => [name, readFileSync(join(directory, name), 'hex')])

const segments = () => readdirSync(directory).filter((name) => name.startsWith('entries-'))

describe('an audit log', () => {
  it('has an entry for every check: who, what, why, and what came of it', async () => {
    expect(await write([5432])).toEqual([undefined])
    expect(await entries()).toEqual([
      {
        kind: 'check',
        time: '2026-01-01T00:00:00.000Z',
        who: {
          user: expect.any(String),
          host: expect.any(String),
          pid: process.pid,
          program: expect.any(String),
        },
        what: {
          host: '192.0.2.7',
          port: 5432,
          addresses: ['192.0.2.7'],
          parameters: expect.objectContaining({ timeout: 10, attempts: 1 }),
        },
        why: { task: { name: 'watch_database', file: 'tasks.yaml', line: 3 } },
        outcome: {
          status: 'error',
          connected: false,
          failure: 'refused',
          fault: 'target',
          code: 'ECONNREFUSED',
          attempts: 1,
          response_time: 0.001,
        },
        seal: expect.stringMatching(/^[A-Za-z0-9+/]{86}==$/),
      },
    ])
  })

  it('holds of what is sent only the length', async () => {
    const log = await openAuditLog({ directory })
    await recorded(log, sampleCheck(1, { send: 'AUTH hunter2 ü' }))
    await log.close()
    const text = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'))
    expect(text.join('')).not.toContain('hunter2')
    expect(await entries()).toMatchObject([{ what: { parameters: { send_bytes: 15 } } }])
  })

  it('goes on where it was, over many files, and every checkpoint holds', async () => {
    let since: string | undefined
    for (let run = 0; run < 5; run++) {
      await write(range(20, run * 20 + 1), { segmentBytes: 4_096 })
      const { findings, entries } = await verifyLog({ directory, since })
      expect({ findings, entries }).toEqual({ findings: [], entries: (run + 1) * 20 })
      since = readFileSync(join(directory, 'checkpoint'), 'utf8')
    }
    expect(portsOf(await entries())).toEqual(range(100))
    expect(segments().length).toBeGreaterThan(3)
  })

  it('can be written by several at once', async () => {
    const logs = await Promise.all(
      range(4).map(() => openAuditLog({ directory, segmentBytes: 8_192 })),
    )
    const results = logs.flatMap((log, index) =>
      range(50).map((port) => recorded(log, sampleCheck(index * 1_000 + port))),
    )
    expect((await Promise.all(results)).filter(Boolean)).toEqual([])
    await Promise.all(logs.map((log) => log.close()))
    const expected = range(4).flatMap((_, index) => range(50, index * 1_000 + 1))
    expect(portsOf(await entries()).sort((a, b) => a - b)).toEqual(expected)
    const { findings, entries: count, vouchedFor } = await verifyLog({ directory })
    expect({ findings, count, vouchedFor }).toEqual({ findings: [], count: 200, vouchedFor: 200 })
    expect(readdirSync(directory).filter((name) => name.startsWith('writer-'))).toEqual([])
  })

  it('works in a folder whose path is longer than a socket may be called', async () => {
    directory = join(folder, 'a'.repeat(100), 'b'.repeat(100))
    await write([1])
    expect(portsOf(await entries())).toEqual([1])
  })

  it('is vouched for by a checkpoint once the interval is over', async () => {
    const clock = new ManualClock()
    const log = await openAuditLog({ directory, checkpointInterval: 60 }, { clock })
    await recorded(log, sampleCheck(1))
    const size = () => readFileSync(join(directory, 'checkpoint'), 'utf8').split('\n')[1]
    expect(size()).toBe('0')
    await clock.advance(60_000)
    while (size() === '0') await new Promise((resolve) => setImmediate(resolve))
    expect(size()).toBe('1')
    await log.close()
  })
})

describe('an audit log whose writer died', () => {
  it('opens, loses no whole batch, and says what it cut off', async () => {
    await write([])
    const original = join(folder, 'original')
    cpSync(directory, original, { recursive: true })
    await write([1, 2])
    const [segment = ''] = segments()
    const bytes = readFileSync(join(directory, segment))
    const firstEnd = bytes.indexOf('\n') + 1
    const lengths = [0, 1, firstEnd - 1, firstEnd, firstEnd + 1, bytes.length - 1, bytes.length]
    for (const length of lengths) {
      rmSync(directory, { recursive: true })
      cpSync(original, directory, { recursive: true })
      writeFileSync(join(directory, segment), bytes.subarray(0, length), { mode: 0o600 })
      const whole = length === bytes.length ? [1, 2] : length >= firstEnd ? [1] : []
      const torn = length - (whole.length === 2 ? length : whole.length === 1 ? firstEnd : 0)
      await write([3])
      const all = await entries()
      expect(portsOf(all), `${length} bytes`).toEqual([...whole, 3])
      const cuts = all.flatMap((entry) => (entry.kind === 'cut' ? [entry.bytes] : []))
      expect(cuts).toEqual(torn > 0 ? [torn] : [])
      expect((await verifyLog({ directory })).findings).toEqual([])
    }
  })

  it('is not cut where anything else is wrong with it', async () => {
    await write(range(40), { segmentBytes: 4_096 })
    const last = () => segments().at(-1) ?? ''
    const size = 40
    const append = (text: string) => appendFileSync(join(directory, last()), text)
    const damages: [() => void, string][] = [
      [() => rmSync(join(directory, last())), `${last()} is missing`],
      [() => truncateSync(join(directory, last()), 0), `${last()} has 0 bytes, and its signed`],
      [() => append('{"a":1,"seal":"x"}\n'), `entry ${size} (${last()}) has a seal that its key`],
      [() => rmSync(join(directory, 'key')), 'has lost its key'],
      [() => rmSync(join(directory, 'checkpoint')), 'has lost its checkpoint'],
      [() => writeFileSync(join(directory, 'checkpoint'), 'x'), 'is damaged, or not signed'],
      [() => writeFileSync(join(directory, 'verifier-key'), 'x'), 'does not match the log'],
      [() => writeFileSync(join(directory, 'tail.json'), '{}'), 'is of an older version'],
    ]
    const original = join(folder, 'original')
    cpSync(directory, original, { recursive: true })
    for (const [damage, told] of damages) {
      rmSync(directory, { recursive: true })
      cpSync(original, directory, { recursive: true })
      damage()
      const before = contents()
      await expect(write([99], { segmentBytes: 4_096 })).rejects.toThrow(told)
      expect(contents()).toEqual(before)
    }
  })
})

describe('the retention', () => {
  it('removes old entries, says so, and every proof can still be made', async () => {
    const options = { segmentBytes: 4_096, retentionDays: 30 }
    const start = Date.UTC(2026, 0, 1)
    await write(range(20), options, start)
    const since = readFileSync(join(directory, 'checkpoint'), 'utf8')
    await write(range(10, 21), options, start + 20 * DAY_MS)
    await write(range(10, 31), options, start + 45 * DAY_MS)
    expect(readdirSync(directory).some((name) => name.startsWith('hashes-'))).toBe(true)
    expect(portsOf(await entries())[0]).toBeGreaterThan(10)
    const { findings, removed, entries: count } = await verifyLog({ directory, since })
    expect(findings).toEqual([])
    expect(removed).toBeGreaterThan(10)
    expect(await entries()).toContainEqual(
      expect.objectContaining({ kind: 'retention', days: 30, kept_from: removed }),
    )
    for (let index = 0; index < count; index++) {
      const { entry } = await proveEntry(directory, index)
      expect(entry === undefined).toBe(index < removed)
    }
    expect((await proveGrowth(directory, since)).from.size).toBe(20)
    await write([99], options, start + 45 * DAY_MS)
    expect((await verifyLog({ directory, since })).findings).toEqual([])
  })
})

describe('a log that cannot be written', () => {
  it('is an error at once where it is strict', async () => {
    writeFileSync(directory, 'a file')
    await expect(openAuditLog({ directory })).rejects.toThrow(
      /the audit log cannot be opened: cannot make the directory .* is there and is not a directory$/,
    )
  })

  it('is told once and counted where it is relaxed, and told in the log afterwards', async () => {
    writeFileSync(directory, 'a file')
    const told: string[] = []
    const clock = new ManualClock()
    const options = { directory, mode: 'relaxed' } as const
    const log = await openAuditLog(options, { clock, warn: (text) => told.push(text) })
    expect(log.refusal()).toBeUndefined()
    expect(await Promise.all(range(5).map((port) => recorded(log, sampleCheck(port))))).toEqual(
      Array(5).fill(undefined),
    )
    rmSync(directory)
    await clock.advance(1_000)
    await recorded(log, sampleCheck(6))
    await log.close()
    expect(told).toEqual([
      expect.stringMatching(
        /^the audit log cannot be written, checks go on without it: cannot make the directory .* is there and is not a directory$/,
      ),
      expect.stringMatching(/^\d checks are not in the audit log/),
    ])
    expect(await entries()).toContainEqual(
      expect.objectContaining({ kind: 'gap', lost: log.missed, refused: 0 }),
    )
  })

  it.each([
    [{ directory: '' }, 'directory'],
    [{ directory: 'x', mode: 'lax' as 'strict' }, 'mode'],
    [{ directory: 'x', segmentBytes: 10 }, 'segmentBytes'],
    [{ directory: 'x', checkpointInterval: 0.5 }, 'checkpointInterval'],
    [{ directory: 'x', retentionDays: 0 }, 'retentionDays'],
  ])('is what options out of range come to: %o', async (options, name) => {
    await expect(openAuditLog(options)).rejects.toThrow(new RegExp(`\`${name}\``))
  })
})
