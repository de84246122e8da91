import { describe, expect, it } from 'vitest'
import { describeLocation, type Location } from './describe-location.js'

const FRA: Location = {
  location: 'fra',
  tags: ['eu'],
  state: 'joined',
  seen_at: '2026-11-30T12:00:00.000Z',
  version: '0.1.0',
  clock_skew: -0.4,
  overdue: 0,
  spooled: 0,
}

describe('a location in a list', () => {
  it.each<[string, Location, string]>([
    [
      'that is as it should be',
      FRA,
      'fra   joined, heard at 2026-11-30T12:00:00.000Z, check-tcp 0.1.0  tags eu',
    ],
    [
      'without an agent',
      { location: 'nyc', tags: [], state: 'no_agent' },
      'nyc   no agent has joined yet',
    ],
    [
      'whose agent was not heard yet',
      { location: 'nyc', tags: [], state: 'joined' },
      'nyc   joined, not heard since the hub was started',
    ],
    [
      'whose agent is gone',
      { ...FRA, tags: [], silent_for: 45.7, overdue: 1, spooled: 1 },
      'fra   joined, LOST: not heard for 45 s, heard at 2026-11-30T12:00:00.000Z, check-tcp 0.1.0, 1 check overdue, 1 result not stored yet',
    ],
    [
      'whose agent is gone for long',
      { ...FRA, tags: [], silent_for: 7_290 },
      'fra   joined, LOST: not heard for 2 h, heard at 2026-11-30T12:00:00.000Z, check-tcp 0.1.0',
    ],
    [
      'that reports every 10 s',
      { ...FRA, tags: [], silent_for: 30 },
      'fra   joined, heard at 2026-11-30T12:00:00.000Z, check-tcp 0.1.0',
    ],
    [
      'whose clock is a little off, and that has work left',
      { ...FRA, tags: [], clock_skew: 2.04, overdue: 3, spooled: 120, isolated: true },
      'fra   joined, heard at 2026-11-30T12:00:00.000Z, check-tcp 0.1.0, isolated, its clock is 2 s ahead, 3 checks overdue, 120 results not stored yet',
    ],
    [
      'whose clock is wrong, and that has lost results',
      {
        ...FRA,
        tags: [],
        clock_skew: -31,
        lost: { results: 7, from: '2026-11-30T11:00:00.000Z', until: '2026-11-30T11:01:00.000Z' },
      },
      'fra   joined, heard at 2026-11-30T12:00:00.000Z, check-tcp 0.1.0, WARNING its clock is 31 s behind: see to its time service, 7 results lost from 2026-11-30T11:00:00.000Z to 2026-11-30T11:01:00.000Z',
    ],
  ])('%s', (_what, location, words) => {
    expect(describeLocation(location, 4)).toBe(words)
  })
})
