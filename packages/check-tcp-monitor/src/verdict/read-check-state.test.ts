import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { last, play } from '../../test/support/verdict-story.js'
import { VERDICTS } from '../core/verdict.js'
import { type CheckState, newCheckState } from './check-state.js'
import { readCheckState } from './read-check-state.js'

/** As a store gives it back. */
const stored = (state: unknown): unknown => JSON.parse(JSON.stringify(state))

const STATE: CheckState = last('gssss').state

/** What is stored in the place of one value: `streaks.bad` is one of an object inside. */
function changed(path: string, value: unknown): unknown {
  const copy = structuredClone(STATE) as unknown as Record<string, unknown>
  const [outer = '', inner] = path.split('.')
  if (inner === undefined) copy[outer] = value
  else (copy[outer] as Record<string, unknown>)[inner] = value
  return stored(copy)
}

const COUNTS = [
  'streaks.bad',
  'streaks.ok',
  'streaks.slow',
  'streaks.good',
  'unknown',
  'recent.bits',
  'recent.count',
]
const MOMENTS = ['since', 'badSince', 'slowSince', 'unknownSince']
const WORDS = {
  verdict: VERDICTS,
  incident: ['none', 'degraded', 'down'],
  connectivity: ['unknown', 'asked', 'online'],
}

describe('a stored state', () => {
  it('is read as it was, whatever happened before', () => {
    const story = fc.array(fc.constantFrom(...'ggqsbbb?oxa'), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(story, (letters) => {
        for (const { state } of play(letters.join(''))) {
          expect(readCheckState(stored(state))).toEqual(state)
        }
      }),
      { seed: 20261130, numRuns: 200 },
    )
    expect(readCheckState(stored(newCheckState(0)))).toEqual(newCheckState(0))
  })

  it('is read without what else is stored beside it', () => {
    expect(readCheckState({ ...STATE, target: 'db:5432', targetSince: 0 })).toEqual(STATE)
  })

  it.each(Object.entries(WORDS))(
    'has every word that there is for %s, and no other',
    (key, words) => {
      for (const word of words) {
        expect(readCheckState(changed(key, word))).toEqual({ ...STATE, [key]: word })
      }
      for (const word of ['', 'broken', null, 1])
        expect(readCheckState(changed(key, word))).toBeUndefined()
    },
  )

  it('may say why it is degraded, in one of two words', () => {
    const { degradedBy: _why, ...without } = STATE
    expect(readCheckState(without)).toEqual(without)
    expect(readCheckState(changed('degradedBy', 'flapping'))?.degradedBy).toBe('flapping')
    for (const why of ['', 'loud', null])
      expect(readCheckState(changed('degradedBy', why))).toBeUndefined()
  })

  it.each(COUNTS)('has a number of at least 0 for %s', (path) => {
    expect(readCheckState(changed(path, 0))).toEqual(changed(path, 0))
    for (const value of [-1, '1', null, undefined]) {
      expect(readCheckState(changed(path, value))).toBeUndefined()
    }
  })

  it.each(MOMENTS)('has a moment for %s', (path) => {
    expect(readCheckState(changed(path, 0))).toEqual(changed(path, 0))
    for (const value of ['0', null, undefined]) {
      expect(readCheckState(changed(path, value))).toBeUndefined()
    }
  })

  it.each(['verdict', 'incident', 'streaks', 'connectivity', 'recent', 'flapping'])(
    'lacks no %s',
    (path) => {
      expect(readCheckState(changed(path, undefined))).toBeUndefined()
      expect(readCheckState(changed(path, 'other'))).toBeUndefined()
    },
  )

  it.each([
    ['none', 'unknown'],
    ['asked', 'asked'],
    ['seen', 'online'],
  ] as const)('is read where connectivity was still called sight: %s', (sight, connectivity) => {
    const { connectivity: _now, ...former } = STATE
    expect(readCheckState({ ...former, sight })).toEqual({ ...STATE, connectivity })
    expect(readCheckState({ ...former, sight: `${sight}?` })).toBeUndefined()
  })

  it.each([undefined, null, 'down', 0, [], {}])('is not %j', (value) => {
    expect(readCheckState(value)).toBeUndefined()
  })
})
