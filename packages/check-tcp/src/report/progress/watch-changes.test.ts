import { describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../test/report/entries.js'
import { painter } from '../text/colors.js'
import { WatchChanges } from './watch-changes.js'

const NOON_MS = new Date(2024, 0, 1, 12, 0, 0).getTime()
const { connected, refused } = ENTRIES

describe('the changes among watched checks', () => {
  const changes = () => new WatchChanges(painter(false), 100)

  it('have their time, what was found, and how long the state before lasted', () => {
    const seen = changes()
    expect(seen.see(0, NOON_MS, connected.result)).toBe(
      '12:00:00 ✔ example.com:80 connected in 45.0 ms (192.0.2.7, name look-up 3.1 ms, usually HTTP)',
    )
    expect(seen.see(1, NOON_MS + 1_000, connected.result)).toBeUndefined()
    expect(seen.see(2, NOON_MS + 90_000, refused.result)).toMatch(
      /^12:01:30 ✘ example\.com:8080 Connection refused .*, after 1 min 30 s connected$/,
    )
    expect(seen.see(3, NOON_MS + 92_000, connected.result)).toMatch(
      /^12:01:32 ✔ .*, after 2\.00 s of Connection refused$/,
    )
  })

  it('are not told of a check that began before one that has spoken', () => {
    const seen = changes()
    seen.see(5, NOON_MS, connected.result)
    expect(seen.see(3, NOON_MS - 2_000, refused.result)).toBeUndefined()
  })
})
