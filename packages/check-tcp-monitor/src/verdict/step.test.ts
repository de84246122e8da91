import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelVerdicts } from '../../test/support/verdict-model.js'
import { eventsOf, last, play, SETTINGS } from '../../test/support/verdict-story.js'

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
    ['bgbgbg', 'up', 'none'],
    ['bgbgbgb', 'degraded', 'degraded'],
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
    expect(last('gbbba').ask).toBe('recheck-now')
    expect(last('gbbbx').ask).toBe('recheck')
  })

  it.each([
    ['g?', 'recheck'],
    ['g??', 'recheck'],
    ['g???', undefined],
    ['bgbgbgb', 'recheck'],
    ['gbgbgbg', undefined],
    ['gbbbobb', undefined],
    ['gbbbobgb', undefined],
    ['bbbobqq', 'canaries'],
    ['bbbobqqo', 'recheck-now'],
    ['bbbobqqa', undefined],
    ['bbbobqqoq', undefined],
    ['go', undefined],
    ['gx', undefined],
    ['ga', undefined],
  ] as const)('after %s asks for %s', (story, ask) => {
    expect(last(story).ask).toBe(ask)
  })

  it('dates a verdict from the first observation of what it says', () => {
    expect(last('gbbbob').state.since).toBe(1_000)
    expect(last('ggssss').state.since).toBe(2_000)
    expect(last('gg?????').state.since).toBe(2_000)
    expect(last('ggg').state.since).toBe(0)
    expect(last('gbbbobggg').state.since).toBe(7_000)
  })

  it('dates slowness from the first slow observation, though a bad one came between', () => {
    expect(last('gsbsss').state).toMatchObject({ verdict: 'degraded', since: 1_000 })
  })

  it('dates flapping from the observation that made it flap', () => {
    expect(last('gbgbgbg').state.since).toBe(6_000)
    expect(last('gbgbgbgg').state.since).toBe(6_000)
  })

  it('keeps the date of a verdict of unknown, whatever makes it unknown again', () => {
    expect(last('gbbbx').state.since).toBe(4_000)
    expect(last('gbbbx???').state).toMatchObject({ verdict: 'unknown', since: 4_000 })
  })

  it('dates down from the first bad observation, though what is unknown came between', () => {
    expect(last('gbbbob???b').state).toMatchObject({ verdict: 'down', since: 1_000 })
    expect(last('gbbbob???gbbb').state).toMatchObject({ verdict: 'down', since: 10_000 })
  })

  it('dates degraded from the observation that found it so again, where it was unknown', () => {
    expect(last('gssss???g').state).toMatchObject({ verdict: 'degraded', since: 8_000 })
    expect(last('gssss???gg').state).toMatchObject({ verdict: 'degraded', since: 8_000 })
  })

  it('says why a target is degraded, and of no other that it were', () => {
    expect(last('gssss').state.degradedBy).toBe('slow')
    expect(last('gbgbgbg').state.degradedBy).toBe('flapping')
    expect(last('gbgbgbgssss').state.degradedBy).toBe('flapping')
    for (const story of ['g', 'gssssgggg', 'gssssbbbob', `gbgbgbg${'b'.repeat(15)}ob`]) {
      expect(last(story).state).not.toHaveProperty('degradedBy')
    }
  })

  it('takes a target that has stopped flapping for up after as many checks as after an outage', () => {
    // No canary answered that the location is online, so it never became down.
    const flapped = `gbgbgbg${'b'.repeat(20)}`
    expect(last(flapped).state).toMatchObject({ flapping: false, verdict: 'degraded' })
    expect(last(`${flapped}g`).state.verdict).toBe('degraded')
    expect(last(`${flapped}gg`).state.verdict).toBe('up')
  })

  it('remembers what is known of the connectivity', () => {
    const known = (story: string) => play(story).map(({ state }) => state.connectivity)
    expect(known('bbbob')).toEqual(['unknown', 'unknown', 'asked', 'online', 'unknown'])
    expect(known('bbbog')).toEqual(['unknown', 'unknown', 'asked', 'online', 'unknown'])
    expect(known('bbbx')).toEqual(['unknown', 'unknown', 'asked', 'unknown'])
    expect(known('bbbg')).toEqual(['unknown', 'unknown', 'asked', 'unknown'])
    expect(known('bbb?')).toEqual(['unknown', 'unknown', 'asked', 'asked'])
    expect(known('bbbo?')).toEqual(['unknown', 'unknown', 'asked', 'online', 'unknown'])
    expect(known('bbb???')).toEqual(['unknown', 'unknown', 'asked', 'asked', 'asked', 'unknown'])
    expect(known('bbba')).toEqual(['unknown', 'unknown', 'asked', 'online'])
    expect(known('bbbobqqa').slice(-3)).toEqual(['unknown', 'asked', 'unknown'])
    expect(known('bbbobqqoq').slice(-3)).toEqual(['asked', 'online', 'unknown'])
  })

  it('remembers which of the newest observations were bad, the last one in the lowest bit', () => {
    expect(last('gbsgb').state.recent).toEqual({ bits: 0b01001, count: 5 })
    expect(last('gb?xb').state.recent).toEqual({ bits: 0b011, count: 3 })
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
