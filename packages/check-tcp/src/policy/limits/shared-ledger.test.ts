import {
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../../test/cli/support/temporary-folder.js'
import { ManualClock } from '../../../test/support/manual-clock.js'
import { SharedLedger } from './shared-ledger.js'

// The real file system, so that a test can let something happen right before one of its calls.
vi.mock('node:fs', { spy: true })

/** What another process does between two system calls of this one. */
function rightBefore<Args extends unknown[], Result>(
  call: (...args: Args) => Result,
  happens: () => void,
): void {
  vi.mocked(call).mockImplementationOnce((...args) => {
    happens()
    return call(...args)
  })
}

afterEach(() => {
  vi.clearAllMocks()
})

/** Two processes that share a folder; the moments at which they began lie less than a second apart. */
async function sharing() {
  const folder = await temporaryFolder()
  const clock = new ManualClock()
  const ledger = () => new SharedLedger(folder.path, clock, MANY)
  const [one, other] = [ledger(), ledger()]
  return {
    clock,
    one,
    other,
    root: folder.path,
    entriesOf: (limit: string) => readdirSync(join(folder.path, limit)).sort((a, b) => +a - +b),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

const HOUR_MS = 3_600_000

/** Limits that are known before those that have gone unused are cleared away. */
const MANY = 32

function takeMany(ledger: SharedLedger, intervalMs: number, count = MANY): void {
  for (let host = 0; host < count; host++) ledger.take(`host ${host}`, intervalMs)
}

describe('SharedLedger', () => {
  it('gives a turn to one of those who share a folder, and the next when it is due', async () => {
    await using shared = await sharing()
    const { clock, one, other } = shared
    expect(one.take('key', HOUR_MS)).toEqual({ taken: true, freeAtMs: expect.closeTo(HOUR_MS) })
    const refused = other.take('key', HOUR_MS)
    expect(refused.taken).toBe(false)
    expect(Math.abs(refused.freeAtMs - HOUR_MS)).toBeLessThan(1_000)
    await clock.advance(HOUR_MS + 1_000)
    expect(other.take('key', HOUR_MS).taken).toBe(true)
    expect(one.take('key', HOUR_MS).taken).toBe(false)
    expect(one.take('another key', HOUR_MS).taken).toBe(true)
  })

  it('gives a turn at the very moment when it is due, and as many as that makes', async () => {
    await using shared = await sharing()
    const { clock, one } = shared
    for (const intervalMs of [1, 20]) {
      const key = `every ${intervalMs} ms`
      const startMs = clock.monotonicMs()
      const came: number[] = []
      for (let ms = 0; ms < 100; ms++) {
        while (came.length < 200 && one.take(key, intervalMs).taken) {
          came.push(clock.monotonicMs() - startMs)
        }
        await clock.advance(1)
      }
      expect(came).toEqual(Array.from({ length: 100 / intervalMs }, (_, turn) => turn * intervalMs))
    }
  })

  it('says when the next turn is due, also where turns come close together', async () => {
    await using shared = await sharing()
    const { clock, one } = shared
    for (const takenMs of [0, 1, 2, 3, 4, 5]) {
      expect(one.take('key', 1)).toEqual({ taken: true, freeAtMs: takenMs + 1 })
      expect(one.take('key', 1)).toEqual({ taken: false, freeAtMs: takenMs + 1 })
      await clock.advance(1)
    }
  })

  it('gives as many turns as the rate allows where they come close together', async () => {
    await using shared = await sharing()
    const { clock, one } = shared
    let turns = 0
    for (let ms = 0; ms < 200; ms++) {
      while (turns < 3_000 && one.take('key', 0.1).taken) turns++
      await clock.advance(1)
    }
    expect(turns).toBeGreaterThan(1_960)
    expect(turns).toBeLessThanOrEqual(2_000)
  })

  it('takes for itself no more turns at once than come within five milliseconds', async () => {
    await using shared = await sharing()
    const { one, entriesOf } = shared
    one.take('key', 1)
    const dueMs = Number(readlinkSync(join(shared.root, 'key', '1')))
    expect(dueMs - Number(process.hrtime.bigint()) / 1e6).toBeLessThanOrEqual(5)
    expect(entriesOf('key')).toEqual(['1'])
  })

  it('does not save up turns that nobody used', async () => {
    await using shared = await sharing()
    const { clock, one } = shared
    one.take('key', 1)
    await clock.advance(1_000)
    const taken = Array.from({ length: 10 }, () => one.take('key', 1).taken)
    expect(taken.filter(Boolean)).toHaveLength(1)
  })

  it('keeps apart limits whose long names differ at their end', async () => {
    await using shared = await sharing()
    const long = `target ${'a.'.repeat(200)}`
    expect(shared.one.take(`${long} 80`, HOUR_MS).taken).toBe(true)
    expect(shared.one.take(`${long} 443`, HOUR_MS).taken).toBe(true)
    expect(shared.one.take(`${long} 80`, HOUR_MS).taken).toBe(false)
  })

  it('keeps apart limits whose names could be paths', async () => {
    await using shared = await sharing()
    expect(shared.one.take('network 2001:db8::/48', HOUR_MS).taken).toBe(true)
    expect(readdirSync(shared.root)).toEqual(['network%202001%3Adb8%3A%3A%2F48'])
  })

  it('makes folders that only this person can look into', async () => {
    await using shared = await sharing()
    shared.one.take('key', HOUR_MS)
    expect(statSync(join(shared.root, 'key')).mode & 0o777).toBe(0o700)
  })

  it('makes its folder again, with those above it, where somebody cleared them away', async () => {
    await using shared = await sharing()
    const ledger = new SharedLedger(join(shared.root, 'gone', 'too'), shared.clock)
    expect(ledger.take('key', HOUR_MS).taken).toBe(true)
    expect(ledger.take('key', HOUR_MS).taken).toBe(false)
  })

  it('leaves the last four entries of a limit', async () => {
    await using shared = await sharing()
    const { clock, one, entriesOf } = shared
    for (let turn = 0; turn < 3; turn++) {
      one.take('key', 10)
      await clock.advance(10)
    }
    expect(entriesOf('key')).toEqual(['1', '2', '3'])
    for (let turn = 0; turn < 9; turn++) {
      one.take('key', 10)
      await clock.advance(10)
    }
    expect(entriesOf('key')).toEqual(['9', '10', '11', '12'])
  })

  it('clears old entries away from the oldest on', async () => {
    await using shared = await sharing()
    const folder = join(shared.root, 'key')
    mkdirSync(folder)
    const past = String(Number(process.hrtime.bigint()) / 1e6 - HOUR_MS)
    for (const number of [11, 14, 9, 12, 8, 13, 10]) symlinkSync(past, join(folder, `${number}`))
    vi.mocked(unlinkSync).mockClear()
    expect(shared.one.take('key', 10).taken).toBe(true)
    const removed = vi.mocked(unlinkSync).mock.calls.map(([path]) => path)
    expect(removed).toEqual([8, 9, 10, 11].map((number) => join(folder, `${number}`)))
  })

  it('goes by the entry of the highest number, and passes over what is no entry', async () => {
    await using shared = await sharing()
    const folder = join(shared.root, 'key')
    mkdirSync(folder)
    const past = String(Number(process.hrtime.bigint()) / 1e6 - HOUR_MS)
    const future = String(Number(process.hrtime.bigint()) / 1e6 + HOUR_MS)
    symlinkSync(past, join(folder, '9'))
    symlinkSync(future, join(folder, '10'))
    symlinkSync(past, join(folder, 'no entry'))
    expect(shared.one.take('key', 10).taken).toBe(false)
  })

  it('passes over names that only look like numbers, which no entry has', async () => {
    await using shared = await sharing()
    for (const name of ['0999', '1e3', '0x1000', ' 9', '-5', '2.5', '10000000000000000']) {
      mkdirSync(join(shared.root, 'host'), { recursive: true })
      symlinkSync('0', join(shared.root, 'host', name))
    }
    expect(shared.one.take('host', 1_000).taken).toBe(true)
    expect(shared.other.take('host', 1_000).taken).toBe(false)
    expect(shared.entriesOf('host')).toContain('1')
  })

  it.each(['x', 'NaN', '-1x'])('throws for an entry that says no time: %s', async (text) => {
    await using shared = await sharing()
    mkdirSync(join(shared.root, 'host'))
    symlinkSync(text, join(shared.root, 'host', '7'))
    expect(() => shared.one.take('host', 1_000)).toThrow(`${shared.root}/host/7 says no time`)
  })

  it('throws what the file system says', async () => {
    await using folder = await temporaryFolder()
    const file = await folder.write('file', '')
    const ledger = new SharedLedger(file, new ManualClock())
    expect(() => ledger.take('key', 10)).toThrow(/^ENOTDIR/)
  })
})

describe('limits that nobody uses any more', () => {
  it('are cleared away when many are known, and not before', async () => {
    await using shared = await sharing()
    const { clock, one, root } = shared
    takeMany(one, 10, MANY - 1)
    await clock.advance(100)
    one.take('the last', 10)
    expect(readdirSync(root)).toHaveLength(MANY)
    await clock.advance(100)
    one.take('one more', 10)
    expect(readdirSync(root)).toEqual(['one%20more'])
  })

  it('are looked for among twice as many where that many are in use', async () => {
    await using shared = await sharing()
    const { clock, one, root } = shared
    takeMany(one, HOUR_MS)
    one.take('unused', 10)
    await clock.advance(100)
    for (let more = 0; more < MANY - 1; more++) one.take(`more ${more}`, HOUR_MS)
    expect(readdirSync(root)).toContain('unused')
    one.take('one more', 10)
    expect(readdirSync(root)).not.toContain('unused')
    expect(readdirSync(root)).toHaveLength(2 * MANY)
  })

  it('stay where another process uses them', async () => {
    await using shared = await sharing()
    const { clock, one, other, root } = shared
    takeMany(one, 10)
    await clock.advance(1_100)
    expect(other.take('host 7', HOUR_MS).taken).toBe(true)
    one.take('one more', 10)
    expect(readdirSync(root).sort()).toEqual(['host%207', 'one%20more'])
    expect(one.take('host 7', 10).taken).toBe(false)
  })

  it('stay for as long as a turn may be late', async () => {
    await using shared = await sharing()
    const { clock, one, root } = shared
    takeMany(one, 10)
    await clock.advance(19)
    one.take('one more', 10)
    expect(readdirSync(root)).toHaveLength(MANY + 1)
    expect(one.take('host 0', 10)).toEqual({ taken: true, freeAtMs: 20 })
  })

  it('are cleared away from the oldest entry on', async () => {
    await using shared = await sharing()
    const { clock, one, root } = shared
    const past = String(Number(process.hrtime.bigint()) / 1e6 - HOUR_MS)
    mkdirSync(join(root, 'key'))
    for (const number of [10, 8, 9]) symlinkSync(past, join(root, 'key', String(number)))
    one.take('key', 10)
    takeMany(one, 10, MANY - 1)
    await clock.advance(100)
    vi.mocked(unlinkSync).mockClear()
    one.take('one more', 10)
    const removed = vi.mocked(unlinkSync).mock.calls.map(([path]) => String(path))
    const ofKey = removed.filter((path) => path.startsWith(join(root, 'key/')))
    expect(ofKey).toEqual([8, 9, 10, 11].map((number) => join(root, 'key', String(number))))
  })

  it.each([
    ['reads', (happens: () => void) => rightBefore(readlinkSync, happens)],
    ['removes', (happens: () => void) => rightBefore(unlinkSync, happens)],
    ['removes the folder of', (happens: () => void) => rightBefore(rmdirSync, happens)],
  ])('may be cleared away right before one %s the entries', async (_, before) => {
    await using shared = await sharing()
    const { clock, one, root } = shared
    takeMany(one, 10)
    await clock.advance(100)
    before(() => rmSync(join(root, 'host%200'), { recursive: true }))
    one.take('one more', 10)
    expect(readdirSync(root)).toEqual(['one%20more'])
  })

  it('stay where another process takes a turn while they are cleared away', async () => {
    await using shared = await sharing()
    const { clock, one, other, root } = shared
    takeMany(one, 10)
    await clock.advance(1_100)
    rightBefore(rmdirSync, () => expect(other.take('host 0', HOUR_MS).taken).toBe(true))
    one.take('one more', 10)
    expect(readdirSync(root).sort()).toEqual(['host%200', 'one%20more'])
    expect(one.take('host 0', 10).taken).toBe(false)
  })
})

describe('processes that take a turn at the same moment', () => {
  it.each([
    ['the first turn of all', 0],
    ['a later turn', 3],
  ])('get it once: %s', async (_, turnsBefore) => {
    await using shared = await sharing()
    const { clock, one, other, entriesOf } = shared
    for (let turn = 0; turn < turnsBefore; turn++) one.take('key', 10)
    await clock.advance(1_100)
    rightBefore(symlinkSync, () => expect(other.take('key', HOUR_MS).taken).toBe(true))
    const entries = turnsBefore === 0 ? ['1'] : ['1', '2']
    expect(one.take('key', HOUR_MS).taken).toBe(false)
    expect(entriesOf('key')).toEqual(entries)
  })

  it.each([
    ['knew no entry', 0],
    ['knew the last entry', 1],
  ])(
    'get it once where one %s and slept while the others went far ahead',
    async (_, turnsBefore) => {
      await using shared = await sharing()
      const { clock, one, root, entriesOf } = shared
      for (let turn = 0; turn < turnsBefore; turn++) one.take('key', 10)
      await clock.advance(1_100)
      const future = String(Number(process.hrtime.bigint()) / 1e6 + HOUR_MS)
      rightBefore(symlinkSync, () => {
        mkdirSync(join(root, 'key'), { recursive: true })
        for (const number of [7, 8, 9, 10]) symlinkSync(future, join(root, 'key', String(number)))
        if (turnsBefore > 0) unlinkSync(join(root, 'key', '1'))
      })
      expect(one.take('key', 10).taken).toBe(false)
      expect(entriesOf('key')).toEqual(['7', '8', '9', '10'])
    },
  )

  it('need not take back what another one has cleared away already', async () => {
    await using shared = await sharing()
    const { one, root } = shared
    const future = String(Number(process.hrtime.bigint()) / 1e6 + HOUR_MS)
    rightBefore(symlinkSync, () => {
      mkdirSync(join(root, 'key'))
      symlinkSync(future, join(root, 'key', '7'))
    })
    rightBefore(unlinkSync, () => unlinkSync(join(root, 'key', '1')))
    expect(one.take('key', 10).taken).toBe(false)
  })

  it('may clear old entries away at once', async () => {
    await using shared = await sharing()
    const { clock, one, root, entriesOf } = shared
    for (let turn = 0; turn < 4; turn++) {
      one.take('key', 10)
      await clock.advance(10)
    }
    rightBefore(unlinkSync, () => unlinkSync(join(root, 'key', '1')))
    expect(one.take('key', 10).taken).toBe(true)
    expect(entriesOf('key')).toEqual(['2', '3', '4', '5'])
  })

  it('look again where the last entry was cleared away before it was read', async () => {
    await using shared = await sharing()
    const { clock, one, other, root } = shared
    one.take('key', 10)
    await clock.advance(1_100)
    rightBefore(readlinkSync, () => {
      expect(other.take('key', HOUR_MS).taken).toBe(true)
      unlinkSync(join(root, 'key', '1'))
    })
    expect(one.take('key', 10).taken).toBe(false)
  })
})
