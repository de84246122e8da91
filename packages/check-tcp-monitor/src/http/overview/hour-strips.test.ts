import { describe, expect, it } from 'vitest'
import { LEVEL_MS } from '../../core/level.js'
import type { HourSums } from '../../core/store/history-queries.js'
import type { Observation } from '../../core/wire/observation.js'
import { HourStrips } from './hour-strips.js'

const HOUR = LEVEL_MS.hour
const START = Date.UTC(2026, 0, 5, 12)

function observation(change: Partial<Observation> = {}): Observation {
  return {
    ...{ checkId: 'web', location: 'lab', at: START, outcome: 'good', attempts: 1 },
    ...change,
  }
}

function sums(hoursAgo: number, change: Partial<HourSums> = {}): HourSums {
  return {
    ...{ checkId: 'web', location: 'lab', at: START - hoursAgo * HOUR },
    ...{ good: 60, slow: 0, bad: 0, unknown: 0, lost: 0 },
    time: { up: HOUR, down: 0, unknown: 0, maintenance: 0 },
    ...change,
  }
}

const outage = { time: { up: HOUR - 1, down: 1, unknown: 0, maintenance: 0 } }

describe('an hour', () => {
  it.each([
    ['fine', {}, 1],
    ['unknown', { outcome: 'unknown' }, 2],
    ['maintenance', { outcome: 'bad', countsAs: 'maintenance' }, 3],
    ['loss', { synRetransmits: 1 }, 4],
    ['slow', { outcome: 'slow' }, 5],
    ['an outage', { outcome: 'bad' }, 6],
    ['an outage that was ours, and so unknown', { outcome: 'bad', countsAs: 'unknown' }, 2],
  ] as const)('is %s', (_name, change, digit) => {
    const strips = new HourStrips(1, START)
    expect(strips.note(0, observation(change))).toBe(true)
    expect(strips.textOf(0)).toBe(`${'0'.repeat(23)}${digit}`)
    expect(strips.note(0, observation(change))).toBe(false)
  })

  it('is fine with a packet lost now and then', () => {
    const strips = new HourStrips(1, START)
    for (let more = 0; more < 98; more++) strips.note(0, observation())
    strips.note(0, observation({ synRetransmits: 1 }))
    expect(strips.newest(0)).toBe(1)
    strips.note(0, observation({ synRetransmits: 2 }))
    expect(strips.newest(0)).toBe(4)
  })
})

describe('a strip', () => {
  it('moves on with the hours, and keeps a day', () => {
    const strips = new HourStrips(2, START)
    strips.note(1, observation())
    expect(strips.turn(START + HOUR - 1)).toBe(false)
    expect(strips.turn(START + 2 * HOUR)).toBe(true)
    strips.note(1, observation({ outcome: 'bad', at: START + 2 * HOUR }))
    expect(strips.textOf(1)).toBe(`${'0'.repeat(21)}106`)
    expect(strips.textOf(0)).toBe('0'.repeat(24))
    strips.turn(START + 25 * HOUR)
    expect(strips.textOf(1)).toBe(`6${'0'.repeat(23)}`)
    strips.turn(START + 99 * HOUR)
    expect(strips.textOf(1)).toBe('0'.repeat(24))
  })

  it('waits for a clock that was set back', () => {
    const strips = new HourStrips(1, START)
    strips.note(0, observation())
    expect(strips.turn(START - 5 * HOUR)).toBe(false)
    expect(strips.note(0, observation({ at: START - 5 * HOUR, outcome: 'bad' }))).toBe(false)
    expect(strips.newest(0)).toBe(1)
  })

  it('takes from the history what was before, and goes on counting', () => {
    const strips = new HourStrips(1, START)
    strips.note(0, observation({ outcome: 'slow' }))
    const known = [sums(1), sums(2, outage), sums(3, { lost: 9 }), sums(24), sums(0, { good: 500 })]
    expect(strips.recall(0, known)).toBe(true)
    expect(strips.textOf(0)).toBe(`${'0'.repeat(20)}4615`)
    strips.note(0, observation())
    expect(strips.newest(0)).toBe(1)
  })

  it('is an outage where most locations saw one', () => {
    const strips = new HourStrips(1, START)
    const from = (location: string, change: Partial<HourSums> = {}) => ({
      ...sums(1, change),
      location,
    })
    strips.recall(0, [from('a', outage), from('b'), from('c')])
    expect(strips.textOf(0).slice(-2)).toBe('50')
    strips.recall(0, [from('a', outage), from('b', outage), from('c')])
    expect(strips.textOf(0).slice(-2)).toBe('60')
  })
})
