import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../test/support/virtual-clock.js'
import { Scheduler } from './scheduler.js'

interface Run {
  readonly id: string
  readonly at: number
  readonly lateness: number
}

function schedulerOf(concurrency = 1_000, takesMs = 0) {
  const clock = new VirtualClock()
  const runs: Run[] = []
  const scheduler = new Scheduler({
    clock,
    concurrency,
    run: async (id, lateness) => {
      runs.push({ id, at: clock.monotonicMs(), lateness })
      if (takesMs > 0) await new Promise<void>((resolve) => clock.setTimer(takesMs, resolve))
    },
  })
  return { clock, runs, scheduler }
}

const thousand = Array.from({ length: 1_000 }, (_, i) => ({ id: `check_${i}`, everyMs: 60_000 }))

function perSecond(runs: readonly Run[], from: number): number[] {
  const counts = new Array<number>(60).fill(0)
  for (const { at } of runs) {
    const second = Math.floor((at - from) / 1_000)
    if (second >= 0 && second < 60) counts[second] = (counts[second] ?? 0) + 1
  }
  return counts
}

describe('the scheduler', () => {
  it('runs every check once in every interval, at the same phase each time', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set([{ id: 'a', everyMs: 10_000 }])
    await clock.advance(100_000)
    const phases = new Set(runs.slice(1).map(({ at }) => at % 10_000))
    expect(phases.size).toBe(1)
    expect(runs.length).toBeGreaterThanOrEqual(10)
    expect(runs.length).toBeLessThanOrEqual(11)
  })

  it('spreads a thousand checks of one interval over all of it', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set(thousand)
    await clock.advance(120_000)
    const counts = perSecond(runs, 60_000)
    expect(counts.reduce((sum, each) => sum + each)).toBe(1_000)
    expect(Math.max(...counts)).toBeLessThan(40)
    expect(Math.min(...counts)).toBeGreaterThan(3)
  })

  it.each([
    { everyMs: 100_000, grid: 500 },
    { everyMs: 20_000, grid: 500 },
    { everyMs: 10_000, grid: 250 },
    { everyMs: 5_000, grid: 50 },
    { everyMs: 1_000, grid: 10 },
  ])(
    'begins checks every $everyMs ms together on steps of $grid ms, none of them late',
    async ({ everyMs, grid }) => {
      const { clock, runs, scheduler } = schedulerOf()
      scheduler.set(thousand.map(({ id }) => ({ id, everyMs })))
      await clock.advance(Math.max(everyMs, 30_000) + everyMs)
      runs.length = 0
      await clock.advance(everyMs)
      expect(runs).toHaveLength(1_000)
      expect(runs.every(({ at, lateness }) => at % grid === 0 && lateness === 0)).toBe(true)
      const steps = new Set(runs.map(({ at }) => at % everyMs))
      expect(steps.size).toBeGreaterThanOrEqual(38)
    },
  )

  it('keeps an interval that no grid divides as it is', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set([{ id: 'a', everyMs: 10_001 }])
    await clock.advance(60_000)
    runs.length = 0
    await clock.advance(60_000)
    const gaps = runs.slice(1).map(({ at }, index) => at - (runs[index]?.at ?? 0))
    expect(new Set(gaps)).toEqual(new Set([10_001]))
  })

  it('makes no burst after the process stood still for a minute, and counts what it missed', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set(thousand)
    await clock.advance(60_000)
    runs.length = 0
    await clock.stall(60_000)
    const atOnce = runs.length
    await clock.advance(60_000)
    expect(atOnce).toBeLessThan(40)
    expect(Math.max(...perSecond(runs, 120_000))).toBeLessThan(60)
    const turns = new Map<string, number>()
    for (const { id } of runs) turns.set(id, (turns.get(id) ?? 0) + 1)
    expect(Math.max(...turns.values())).toBeLessThanOrEqual(2)
    expect(scheduler.figures.missed).toBeGreaterThan(950)
  })

  it('is not moved by a wall clock that jumps or a machine that slept', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set([{ id: 'a', everyMs: 10_000 }])
    for (const jump of [3_600_000, -3_600_000, 86_400_000]) {
      clock.stepWall(jump)
      await clock.advance(10_000)
      clock.suspend(jump > 0 ? jump : 0)
      await clock.advance(10_000)
    }
    expect(runs.length).toBeGreaterThanOrEqual(6)
    expect(runs.length).toBeLessThanOrEqual(7)
    expect(runs.every(({ lateness }) => lateness >= 0)).toBe(true)
  })

  it('never runs a check twice at once, and counts the turns that an overrun cost', async () => {
    const { clock, runs, scheduler } = schedulerOf(10, 25_000)
    scheduler.set([{ id: 'a', everyMs: 10_000 }])
    await clock.advance(100_000)
    for (let i = 1; i < runs.length; i++) {
      expect((runs[i]?.at ?? 0) - (runs[i - 1]?.at ?? 0)).toBeGreaterThanOrEqual(25_000)
    }
    expect(scheduler.figures.overrun).toBeGreaterThanOrEqual(5)
  })

  it('keeps to its concurrency and tells how late a check that had to wait began', async () => {
    const { clock, runs, scheduler } = schedulerOf(2, 100)
    scheduler.set(Array.from({ length: 4 }, (_, i) => ({ id: `c${i}`, everyMs: 60_000 })))
    await clock.advance(60_000)
    runs.length = 0
    for (let i = 0; i < 4; i++) scheduler.runSoon(`c${i}`, 0)
    await clock.advance(300)
    const began = runs.map(({ at }) => at)
    expect(began).toHaveLength(4)
    expect((began[2] ?? 0) - (began[0] ?? 0)).toBe(100)
    expect(runs[2]?.lateness).toBe(100)
  })

  it('passes over no check that somebody waits for, however long all are busy, and lets it go first', async () => {
    const { clock, runs, scheduler } = schedulerOf(1, 20_000)
    scheduler.set(thousand.slice(0, 20))
    await clock.advance(60_000)
    const last = runs.at(-1)?.id
    const other = thousand.slice(0, 20).find(({ id }) => id !== last)?.id ?? ''
    scheduler.runSoon(other, 1_000)
    runs.length = 0
    await clock.advance(20_000)
    expect(runs).toMatchObject([{ id: other, lateness: expect.any(Number) }])
    expect(runs[0]?.lateness).toBeGreaterThan(1_000)
  })

  it('passes over no check that somebody waits for, though the process stood still', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set([{ id: 'a', everyMs: 3_600_000 }])
    await clock.advance(30_000)
    runs.length = 0
    scheduler.runSoon('a', 2_000)
    await clock.stall(10_000)
    expect(runs).toMatchObject([{ id: 'a', lateness: 8_000 }])
  })

  it('keeps a turn that somebody waits for where the interval changes', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set([{ id: 'a', everyMs: 3_600_000 }])
    await clock.advance(30_000)
    runs.length = 0
    scheduler.runSoon('a', 2_000)
    scheduler.set([{ id: 'a', everyMs: 7_200_000 }])
    await clock.advance(2_000)
    expect(runs).toHaveLength(1)
  })

  it('runs a check soon when it is asked to, also while it is under way', async () => {
    const { clock, runs, scheduler } = schedulerOf(10, 500)
    scheduler.set([{ id: 'a', everyMs: 60_000 }])
    await clock.advance(60_000)
    runs.length = 0
    scheduler.runSoon('a', 2_000)
    await clock.advance(2_100)
    scheduler.runSoon('a', 1_000)
    await clock.advance(2_000)
    expect(runs.map(({ at }) => at - (runs[0]?.at ?? 0))).toEqual([0, 1_500])
  })

  it('keeps the turns of a check whose interval stays, and drops a check that is gone', async () => {
    const { clock, runs, scheduler } = schedulerOf()
    scheduler.set([
      { id: 'stays', everyMs: 10_000 },
      { id: 'goes', everyMs: 10_000 },
    ])
    await clock.advance(30_000)
    const phase = runs.findLast(({ id }) => id === 'stays')?.at ?? 0
    runs.length = 0
    scheduler.set([{ id: 'stays', everyMs: 10_000 }])
    await clock.advance(30_000)
    expect(runs.map(({ id }) => id)).toEqual(['stays', 'stays', 'stays'])
    expect((runs[0]?.at ?? 0) - phase).toBe(10_000)
  })

  it('begins nothing more once it stops, and waits for what is under way', async () => {
    const { clock, runs, scheduler } = schedulerOf(10, 5_000)
    scheduler.set([{ id: 'a', everyMs: 10_000 }])
    while (runs.length === 0) await clock.advance(1_000)
    let stopped = false
    const stopping = scheduler.stop().then(() => {
      stopped = true
    })
    await clock.advance(100)
    expect(stopped).toBe(false)
    await clock.advance(60_000)
    await stopping
    expect(runs).toHaveLength(1)
  })
})
