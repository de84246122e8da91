import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../test/support/virtual-clock.js'
import { StallWatch } from './stall-watch.js'

const TIMEOUT_MS = 5_000
const BELIEVED = { times: false, failures: false }
const DOUBTED = { times: true, failures: true }

describe('the watch for stalls', () => {
  it('believes a check during which nothing happened', async () => {
    const clock = new VirtualClock()
    const stalls = new StallWatch(clock)
    const mark = stalls.begin()
    await clock.advance(4_900)
    expect(stalls.end(mark, TIMEOUT_MS)).toMatchObject(BELIEVED)
  })

  it('doubts a check that spans a stall, whether its end or its beginning is nearer', async () => {
    const clock = new VirtualClock()
    const stalls = new StallWatch(clock)
    const first = stalls.begin()
    await clock.stall(3_000)
    const second = stalls.begin()
    await clock.advance(1_000)
    expect(stalls.end(first, TIMEOUT_MS)).toMatchObject(DOUBTED)
    expect(stalls.end(second, TIMEOUT_MS)).toMatchObject(BELIEVED)
  })

  it('doubts how long a check took after a stall that its timeout would have borne', async () => {
    const clock = new VirtualClock()
    const stalls = new StallWatch(clock)
    const mark = stalls.begin()
    await clock.stall(800)
    expect(stalls.end(mark, 10_000)).toMatchObject({
      times: true,
      failures: false,
      stillMs: 550,
    })
  })

  it.each([
    ['sleeps', (clock: VirtualClock) => clock.suspend(60_000)],
    ['sets its clock forward', (clock: VirtualClock) => clock.stepWall(3_600_000)],
    ['sets its clock back', (clock: VirtualClock) => clock.stepWall(-3_600_000)],
  ])('doubts a check during which the machine %s, and says so once', async (_what, happen) => {
    const clock = new VirtualClock()
    const gaps: number[] = []
    const stalls = new StallWatch(clock, (ms) => gaps.push(ms))
    const mark = stalls.begin()
    await clock.advance(100)
    happen(clock)
    await clock.advance(100)
    expect(stalls.end(mark, TIMEOUT_MS)).toMatchObject(DOUBTED)
    const after = stalls.begin()
    await clock.advance(100)
    expect(stalls.end(after, TIMEOUT_MS)).toMatchObject(BELIEVED)
    expect(gaps).toHaveLength(1)
  })
})
