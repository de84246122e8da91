import { describe, expect, it } from 'vitest'
import type { RetentionEntry } from './entries/entry.js'
import type { Checkpoint, Forgotten, Keep } from './notes/checkpoint.js'
import { RetentionCheck } from './verify-retention.js'

const who = { user: 'alice', host: 'h', pid: 1, program: 'p' }
const FORGOTTEN: Forgotten = {
  first: 10,
  days: 30,
  time: '2026-02-15T00:00:00.000Z',
  who: JSON.stringify(who),
}
const REMOVED = `the entries before 10 were removed at ${FORGOTTEN.time} for being older than 30 days, by ${FORGOTTEN.who}`
const ENTRY: RetentionEntry = {
  kind: 'retention',
  time: FORGOTTEN.time,
  who,
  days: 30,
  kept_from: 10,
}

function checkpoint(forgotten: Forgotten | undefined, keep: Keep = 30, size = 20): Checkpoint {
  return { size, keep, forgotten } as Checkpoint
}

interface Case {
  own?: Checkpoint | undefined
  since?: Checkpoint | undefined
  newest?: Checkpoint | undefined
  keep?: Keep | undefined
  /** How many entries are hashes, in files of 5. */
  gone?: number
  keptSince?: string
  told?: readonly [entry: RetentionEntry, index: number][]
}

function check({
  own = checkpoint(FORGOTTEN),
  since,
  newest = own,
  keep,
  gone = 10,
  keptSince = '2026-01-16T00:00:00.000Z',
  told = [[ENTRY, 15]],
}: Case = {}) {
  const retention = new RetentionCheck({ own, since, keep })
  for (let index = 0; index < gone; index++) {
    retention.addHash({ index, leaf: Buffer.alloc(32), segment: index - (index % 5) })
  }
  const kept = { kind: 'cut', bytes: 1, who, time: keptSince } as const
  for (let index = gone; index < 15; index++) retention.add(kept, index)
  for (const [entry, index] of told) retention.add(entry, index)
  return { findings: retention.findings(newest), removed: retention.removed }
}

const without = { own: checkpoint(undefined), told: [], gone: 0 }

describe('what is missing of a log', () => {
  it('is fine as far as its signed checkpoint says so', () => {
    expect(check()).toEqual({ findings: [], removed: 10 })
    expect(check({ gone: 5 })).toEqual({ findings: [], removed: 5 })
    expect(check(without)).toEqual({ findings: [], removed: 0 })
  })

  it('is found beyond that', () => {
    const gone = (first: number, end: number) =>
      `entries ${first} to ${end} are gone (hashes-${String(first).padStart(16, '0')}.sha256 remains), and no signed checkpoint says that the log removed them`
    expect(check({ gone: 11 }).findings).toContain(gone(10, 10))
    expect(check({ ...without, gone: 10 }).findings).toEqual([gone(0, 4), gone(5, 9)])
  })

  it('may be said by a checkpoint from outside, or one that came since', () => {
    const { first, ...rest } = FORGOTTEN
    expect(check({ gone: first + 1, newest: checkpoint({ ...rest, first: 11 }) }).findings).toEqual(
      [],
    )
    expect(check({ gone: first + 1, since: checkpoint({ ...rest, first: 11 }) }).findings).toEqual(
      [],
    )
    expect(check({ gone: 10, newest: undefined }).findings).toEqual([])
  })
})

describe('what a log says of its removals', () => {
  it.each([
    ['first', { ...ENTRY, kept_from: 9 }, 'entries before 9'],
    ['days', { ...ENTRY, days: 31 }, 'older than 31 days'],
    ['time', { ...ENTRY, time: '2026-02-15T00:00:01.000Z' }, 'at 2026-02-15T00:00:01.000Z'],
    ['who', { ...ENTRY, who: { ...who, pid: 2 } }, '"pid":2'],
  ])('must be the same in its checkpoint and its newest entry: %s', (_what, entry, told) => {
    const { findings } = check({ told: [[entry, 15]] })
    expect(findings).toHaveLength(1)
    expect(findings[0]).toContain(
      `the log's own checkpoint says that ${REMOVED}, and entry 15 says`,
    )
    expect(findings[0]).toContain(told)
    expect(
      check({
        told: [
          [entry, 12],
          [ENTRY, 15],
        ],
      }).findings,
    ).toEqual([])
  })

  it('must be in both or in neither', () => {
    expect(check({ told: [] }).findings).toEqual([
      `the log's own checkpoint says that ${REMOVED}, and no entry says so`,
    ])
    expect(check({ own: checkpoint(undefined), gone: 0 }).findings).toEqual([
      `the log's own checkpoint mentions no removal, and entry 15 says that ${REMOVED}`,
    ])
  })

  it('counts only where the checkpoint vouches for it', () => {
    const planted = { ...ENTRY, kept_from: 15 }
    expect(
      check({
        told: [
          [ENTRY, 15],
          [planted, 20],
        ],
      }).findings,
    ).toEqual([])
    expect(
      check({
        told: [
          [ENTRY, 15],
          [planted, 19],
        ],
      }).findings,
    ).toHaveLength(1)
  })

  it('is not asked where there is no checkpoint', () => {
    const retention = new RetentionCheck({ own: undefined, since: undefined, keep: 30 })
    retention.add(ENTRY, 0)
    expect(retention.findings(undefined)).toEqual([])
  })
})

describe('the first entry that was kept', () => {
  it('was as old as it had to be, by its own time', () => {
    expect(check({ keptSince: '2026-01-16T00:00:00.001Z' }).findings).toEqual([
      `${REMOVED}, but entry 10 is of 2026-01-16T00:00:00.001Z: they were not that old`,
    ])
    expect(check({ keptSince: '2020-01-16T00:00:00.000Z' }).findings).toEqual([])
  })
})

describe('the policy', () => {
  const short = (time: string, wanted: string) =>
    `the log keeps entries for ${time}, but the policy requires ${wanted}`

  it.each<[Keep, Keep, readonly string[]]>([
    [30, 30, []],
    [31, 30, []],
    ['forever', 30, []],
    ['forever', 'forever', []],
    [29, 30, [short('29 days', '30 days')]],
    [1, 'forever', [short('1 day', 'ever')]],
  ])('is held against a log that keeps entries for %s, where it wants %s', (keep, wanted, told) => {
    const own = checkpoint(undefined, keep)
    expect(check({ ...without, own, keep: wanted }).findings).toEqual(told)
    expect(check({ ...without, own }).findings).toEqual([])
  })

  it('is held against the removal, unless the checkpoint from outside knew of it', () => {
    const own = checkpoint(FORGOTTEN, 'forever')
    const told = [`${REMOVED}, but the policy requires them to be kept for 31 days`]
    expect(check({ own, keep: 31 }).findings).toEqual(told)
    expect(check({ own, keep: 30 }).findings).toEqual([])
    expect(check({ own, keep: 31, since: own }).findings).toEqual([])
    const other = checkpoint({ ...FORGOTTEN, first: 9 })
    expect(check({ own, keep: 31, since: other }).findings).toEqual(told)
    expect(check({ own, keep: 31, since: checkpoint(undefined) }).findings).toEqual(told)
  })
})
