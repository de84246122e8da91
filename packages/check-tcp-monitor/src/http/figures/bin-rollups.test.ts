import { expect, it } from 'vitest'
import { record } from '../../core/response-time/histogram.js'
import type { Rollup } from '../../core/wire/rollup.js'
import { binRollups } from './bin-rollups.js'

const MINUTE = 60_000

function rollup(minute: number, ms: readonly number[], change: Partial<Rollup> = {}): Rollup {
  const histogram = new Map<number, number>()
  for (const each of ms) record(histogram, each)
  return {
    ...{ checkId: 'web', location: 'lab', at: minute * MINUTE },
    ...{ good: ms.length, slow: 0, bad: 0, unknown: 0, lost: 0, failures: {} },
    time: { up: MINUTE, down: 0, unknown: 0, maintenance: 0 },
    histogram,
    ...change,
  }
}

it('adds up counts, time and failures, and makes percentiles of all values together', () => {
  const bins = binRollups(
    [
      rollup(0, [10, 10, 10]),
      rollup(1, [100], { bad: 2, lost: 1, failures: { refused: 2 } }),
      rollup(1, [], { location: 'other', bad: 1, failures: { refused: 1, timeout: 1 } }),
    ],
    5 * MINUTE,
  )
  expect(bins).toHaveLength(1)
  expect(bins[0]).toMatchObject({ at: 0, good: 4, bad: 3, lost: 1 })
  expect(bins[0]?.time.up).toBe(3 * MINUTE)
  expect(Object.fromEntries(bins[0]?.failures ?? [])).toEqual({ refused: 3, timeout: 1 })
  expect(bins[0]?.p50).toBeCloseTo(10, 0)
  expect((bins[0]?.p99 ?? 0) / 100).toBeCloseTo(1, 1)
})

it('leaves a gap where nothing is known, and has no percentile where nothing connected', () => {
  const bins = binRollups([rollup(20, [1]), rollup(0, [], { bad: 1 })], MINUTE)
  expect(bins.map(({ at, p50 }) => [at / MINUTE, p50 === undefined])).toEqual([
    [0, true],
    [20, false],
  ])
})
