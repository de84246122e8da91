import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelVerdicts } from '../../test/support/verdict-model.js'
import type { Outcome } from '../core/wire/outcome.js'
import { newCheckState } from './check-state.js'
import { type Step, step, type VerdictEvent, type VerdictSettings } from './step.js'

const SETTINGS: VerdictSettings = { confirm: 3, recover: 2, slowConfirm: 4 }

const LETTERS: Readonly<Record<string, Outcome>> = {
  g: 'good',
  s: 'slow',
  q: 'good',
  b: 'bad',
  '?': 'unknown',
}

/**
 * `g` good, `q` good by silence (quiet), `s` slow, `b` bad, `?` unknown, `o` the location is online, `x` it is
 * not, `a` nobody else could be asked (alone).
 */
function eventsOf(story: string): VerdictEvent[] {
  return [...story].map((letter, index) => {
    const at = index * 1_000
    if (letter === 'o') return { kind: 'online', at }
    if (letter === 'x') return { kind: 'isolated', at }
    if (letter === 'a') return { kind: 'unwitnessed', at }
    return { kind: 'observed', outcome: LETTERS[letter] as Outcome, silent: letter === 'q', at }
  })
}

function play(story: string, settings = SETTINGS): Step[] {
  let state = newCheckState(0)
  return eventsOf(story).map((event) => {
    const result = step(state, event, settings)
    state = result.state
    return result
  })
}

function last(story: string): Step {
  const step = play(story).at(-1)
  if (!step) throw new RangeError('an empty story')
  return step
}

describe('the verdict', () => {
  it.each([
    ['g', 'up', 'none'],
    ['s', 'up', 'none'],
    ['b', 'pending', 'none'],
    ['?', 'pending', 'none'],
    ['gbb', 'up', 'none'],
    ['gbbb', 'up', 'none'],
    ['gbbbo', 'up', 'none'],
    ['gbbbob', 'down', 'down'],
    ['gbbbog', 'up', 'none'],
    ['gbbbo?b', 'up', 'none'],
    ['bbbob', 'down', 'down'],
    ['gbbbx', 'unknown', 'none'],
    ['gbbbxbb', 'unknown', 'none'],
    ['gbbbxbbbob', 'down', 'down'],
    ['gbbbgo', 'up', 'none'],
    ['gbb?bob', 'down', 'down'],
    ['g???', 'unknown', 'none'],
    ['g??b??', 'up', 'none'],
    ['gbbbobg', 'down', 'down'],
    ['gbbbobgg', 'up', 'none'],
    ['gbbbobgs', 'up', 'none'],
    ['gbbbob???', 'unknown', 'down'],
    ['gbbbob???bbb', 'down', 'down'],
    ['gbbbob???gg', 'up', 'none'],
    ['gsss', 'up', 'none'],
    ['gssss', 'degraded', 'degraded'],
    ['gssssg', 'degraded', 'degraded'],
    ['gssssgggg', 'up', 'none'],
    ['gssssbbbob', 'down', 'down'],
    ['gssssbbboss', 'degraded', 'degraded'],
    ['gbgbgbg', 'degraded', 'degraded'],
    [`gbgbgbg${'g'.repeat(14)}`, 'degraded', 'degraded'],
    [`gbgbgbg${'g'.repeat(20)}`, 'up', 'none'],
    [`gbgbgbg${'b'.repeat(13)}ob`, 'degraded', 'degraded'],
    [`gbgbgbg${'b'.repeat(15)}ob`, 'down', 'down'],
    ['bbbab', 'down', 'down'],
    ['qqq', 'up', 'none'],
    ['bbbobqqqqq', 'down', 'down'],
    ['bbbobqqo', 'down', 'down'],
    ['bbbobqqoq', 'up', 'none'],
    ['bbbobqqxq', 'unknown', 'down'],
    ['bbbobqqxqqoq', 'up', 'none'],
    ['bbbobqqaq', 'down', 'down'],
    ['bbbobqqogg', 'up', 'none'],
    ['bbbobqg', 'up', 'none'],
    ['bbbqobq', 'up', 'none'],
  ] as const)('after %s is %s, with an incident of %s', (story, verdict, incident) => {
    expect(last(story).state).toMatchObject({ verdict, incident })
  })

  it('opens, changes and closes an incident once each', () => {
    const incidents = play('gssssbbbobbbbggg').map(({ incident }) => incident)
    expect(incidents.filter(Boolean)).toEqual(['opened', 'changed', 'closed'])
  })

  it('asks to check again while something is to be confirmed, and whether the location is online before it says down', () => {
    expect(play('gbbbobg').map(({ ask }) => ask)).toEqual([
      undefined,
      'recheck',
      'recheck',
      'canaries',
      'recheck-now',
      undefined,
      'recheck',
    ])
  })

  it('checks again at once where the location is online, and only soon where it may not', () => {
    expect(last('gbbbo').ask).toBe('recheck-now')
    expect(last('gbbbx').ask).toBe('recheck')
  })

  it('dates a verdict from the first observation of what it says', () => {
    expect(last('gbbbob').state.since).toBe(1_000)
    expect(last('ggssss').state.since).toBe(2_000)
    expect(last('gg?????').state.since).toBe(2_000)
  })

  it('never says down from unknown observations alone, whatever the settings', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('?', 'o', 'x', 'g'), { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (story, confirm) => {
          const verdicts = play(story.join(''), { ...SETTINGS, confirm })
          expect(verdicts.every(({ state }) => state.verdict !== 'down')).toBe(true)
        },
      ),
      { seed: 20261125 },
    )
  })

  it('agrees with a model that counts everything again from the whole story', () => {
    const letter = fc.constantFrom(...'ggqqssbbb?ooxa')
    // Long runs of one letter beside wild mixtures: the marks of streaks and of flapping lie far apart.
    const run = fc.tuple(letter, fc.integer({ min: 1, max: 22 })).map(([l, n]) => l.repeat(n))
    const story = fc.array(fc.oneof(letter, run), { maxLength: 40 }).map((parts) => parts.join(''))
    const settings = fc.record({
      confirm: fc.integer({ min: 1, max: 6 }),
      recover: fc.integer({ min: 1, max: 5 }),
      slowConfirm: fc.integer({ min: 1, max: 6 }),
    })
    fc.assert(
      fc.property(story, settings, (told, set) => {
        const ours = play(told, set).map(({ state: { verdict, incident } }) => ({
          verdict,
          incident,
        }))
        expect(ours).toEqual(modelVerdicts(eventsOf(told), set))
      }),
      { seed: 20261125, numRuns: 3_000 },
    )
  })
})
