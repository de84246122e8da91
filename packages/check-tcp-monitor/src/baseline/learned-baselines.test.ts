import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { seededRandom } from '../../../check-tcp/test/support/seeded-random.js'
import { SqliteStore } from '../../test/support/sqlite-store.js'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import type { Observation } from '../core/wire/observation.js'
import { LearnedBaselines } from './learned-baselines.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A Monday, 00:00 UTC. */
const START = Date.UTC(2026, 0, 5)
const WEEKS = 5
const NOON_OF_LAST_MONDAY = START + 7 * (WEEKS - 1) * DAY + 12 * HOUR

describe('what is learned from the history', () => {
  let store: SqliteStore

  beforeEach(() => {
    store = SqliteStore.open({ directory: ':memory:' })
  })

  afterEach(() => store.close())

  /** Every five minutes: 20 ms, and 80 ms on Mondays from eleven to one, when everybody comes. */
  async function fill(spoil: (observation: Observation) => Observation = (each) => each) {
    const random = seededRandom(1)
    const observations: Observation[] = []
    for (let at = START; at < NOON_OF_LAST_MONDAY; at += 5 * MINUTE) {
      const hour = ((at - START) % (7 * DAY)) / HOUR
      const typical = hour >= 11 && hour < 13 ? 80 : 20
      const responseMs = typical * (0.95 + 0.1 * random())
      const location = 'lab'
      observations.push(
        spoil({ checkId: 'web', location, at, outcome: 'good', responseMs, attempts: 1 }),
      )
    }
    await store.commit({ observations })
  }

  async function normalAt(wall: number, targetSince = 0) {
    const clock = new VirtualClock(wall)
    const baselines = new LearnedBaselines({
      store,
      location: 'lab',
      clock,
      checks: () => ['web', 'new'],
      targetSince: () => targetSince,
    })
    await baselines.learn()
    expect(baselines.of('new')).toBeUndefined()
    return baselines.of('web')
  }

  it('knows by the hour of the week what is normal', async () => {
    await fill()
    const busy = await normalAt(NOON_OF_LAST_MONDAY)
    expect(busy?.typicalMs).toBeGreaterThan(75)
    expect(busy?.highMs).toBeGreaterThan(100)
    const calm = await normalAt(NOON_OF_LAST_MONDAY + DAY)
    expect(calm?.typicalMs).toBeGreaterThan(19)
    expect(calm?.typicalMs).toBeLessThan(21)
    expect(calm?.highMs).toBeLessThan(40)
  })

  it('leaves out what is older than the target', async () => {
    await fill()
    const busy = NOON_OF_LAST_MONDAY
    expect(await normalAt(busy, busy - HOUR)).toBeUndefined()
    const ofSunday = await normalAt(busy, busy - DAY)
    expect(ofSunday?.typicalMs).toBeLessThan(30)
    expect((await normalAt(busy))?.typicalMs).toBeGreaterThan(75)
  })

  it('knows nothing of another target until it is learned again', async () => {
    await fill()
    let targetSince = 0
    const baselines = new LearnedBaselines({
      store,
      location: 'lab',
      clock: new VirtualClock(NOON_OF_LAST_MONDAY),
      checks: () => ['web'],
      targetSince: () => targetSince,
    })
    await baselines.learn()
    expect(baselines.of('web')).toBeDefined()
    targetSince = NOON_OF_LAST_MONDAY
    expect(baselines.of('web')).toBeUndefined()
  })

  it('is moved by less than 1 % by lost SYNs and samples of a process that stood still', async () => {
    await fill()
    const clean = await normalAt(NOON_OF_LAST_MONDAY + DAY)
    await store.close()
    store = SqliteStore.open({ directory: ':memory:' })
    let count = 0
    await fill((each) => {
      count++
      if (count % 5 === 0) return { ...each, responseMs: 1_020, synRetransmits: 1 }
      return count % 7 === 0 ? { ...each, responseMs: 5_000, suspect: true } : each
    })
    const spoilt = await normalAt(NOON_OF_LAST_MONDAY + DAY)
    expect(Math.abs((spoilt?.highMs ?? 0) / (clean?.highMs ?? 1) - 1)).toBeLessThan(0.01)
  })

  it('falls back on all of the last week while it has not seen this hour often enough', async () => {
    const observations = Array.from({ length: 60 }, (_, i): Observation => {
      const at = NOON_OF_LAST_MONDAY - 3 * HOUR + i * MINUTE
      return { checkId: 'web', location: 'lab', at, outcome: 'good', responseMs: 10, attempts: 1 }
    })
    await store.commit({ observations })
    expect((await normalAt(NOON_OF_LAST_MONDAY))?.typicalMs).toBeCloseTo(10, 0)
  })
})
