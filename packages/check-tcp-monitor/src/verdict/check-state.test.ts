import { describe, expect, it } from 'vitest'
import { last } from '../../test/support/verdict-story.js'
import { forOtherTarget, newCheckState } from './check-state.js'

/** By which everything is dated that is known of nothing yet. */
const AT = 90_000

describe('a check that was never made', () => {
  it('is pending, has no incident, and nothing has been counted', () => {
    expect(newCheckState(AT)).toEqual({
      verdict: 'pending',
      since: AT,
      incident: 'none',
      streaks: { bad: 0, ok: 0, slow: 0, good: 0 },
      unknown: 0,
      badSince: AT,
      slowSince: AT,
      unknownSince: AT,
      connectivity: 'unknown',
      recent: { bits: 0, count: 0 },
      flapping: false,
    })
  })
})

describe('a check that looks at another target', () => {
  it.each(['g', 'gbb', 'gbbb', 'g???', 'gbbbx', 'bgb'])(
    'without an incident, after %s, is as if never made',
    (story) => {
      expect(forOtherTarget(last(story).state, AT)).toEqual(newCheckState(AT))
    },
  )

  it.each([
    ['gbbbob', { incident: 'down' }],
    ['gbbbob???', { incident: 'down' }],
    ['gssss', { incident: 'degraded', degradedBy: 'slow' }],
    ['gbgbgbg', { incident: 'degraded', degradedBy: 'flapping' }],
  ] as const)('keeps of %s its incident alone, and is unknown', (story, kept) => {
    const expected = { ...newCheckState(AT), verdict: 'unknown', ...kept }
    expect(forOtherTarget(last(story).state, AT)).toEqual(expected)
  })

  it.each([
    ['gbbbob', 'g', undefined],
    ['gbbbob', 'gg', 'closed'],
    ['gbbbob', 'bb', undefined],
    ['gssss', 'ggg', undefined],
    ['gssss', 'gggg', 'closed'],
    ['gbgbgbg', 'g', undefined],
    ['gbgbgbg', 'gg', 'closed'],
    ['gssss', 'bbbob', 'changed'],
  ] as const)('after %s and then %s of the new one has its incident %s', (before, after, what) => {
    const moved = forOtherTarget(last(before).state, AT)
    expect(last(after, undefined, moved).incident).toBe(what)
  })
})
