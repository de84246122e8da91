import { describe, expect, it } from 'vitest'
import { stage } from '../../../test/simulator/staged.js'
import { newMatter } from '../incidents/tracked-subject.js'
import { newLiveCheck } from '../judge/check-runtime.js'
import type { Look } from './canary-round.js'
import { blindnessInWords, listed, troubleInWords } from './location-words.js'

const { config } = stage({ targets: 3, canaries: 3, durationMs: 0, faults: [] })
const LIVES = new Map(
  config.checks.map((check) => {
    const now = { wallMs: 0, awakeMs: 0 }
    return [check.id, newLiveCheck(check, newMatter('check', check.id), undefined, now)] as const
  }),
)

function look(heard: readonly (readonly [string, 'answer' | 'silence' | 'no-name'])[]): Look {
  return {
    sight: 'blind',
    kind: 'appointed',
    suspects: ['check_0'],
    doubted: new Set(['check_0']),
    heard: new Map(heard),
    since: 0,
  }
}

describe('the words of a location', () => {
  it('name who is silent where nobody answers', () => {
    const words = blindnessInWords(
      look([
        ['check_2000', 'silence'],
        ['check_2001', 'silence'],
      ]),
      LIVES,
    )
    expect(words).toBe(
      'This location is cut off: no answer from check_2000 (10.0.7.208:3000) and check_2001 (10.0.7.209:3001), so nothing is known about any target',
    )
  })

  it('name who answers, and do not say that nothing does', () => {
    const words = blindnessInWords(
      look([
        ['check_2000', 'silence'],
        ['check_2001', 'silence'],
        ['check_2002', 'answer'],
      ]),
      LIVES,
    )
    expect(words).toMatch(/^Most canaries are silent: no answer from check_2000 .* and check_2001 /)
    expect(words).toMatch(/Answers came from check_2002 \(10\.0\.7\.210:3002\)/)
    expect(words).not.toContain('nothing')
  })

  it('name a canary that could not be looked up apart from those that are silent', () => {
    const words = blindnessInWords(
      look([
        ['check_2000', 'silence'],
        ['check_2001', 'no-name'],
      ]),
      LIVES,
    )
    expect(words).toContain('the name service does not answer for check_2001')
  })

  it('say why most of the checks know nothing', () => {
    const note = { trouble: 'local', mayBeBlind: false, begunAt: 1 } as const
    expect(
      troubleInWords('local', [
        ['a', { ...note, because: 'it has no route' }],
        ['b', { ...note, because: 'it has no memory' }],
        ['c', { ...note, because: 'it has no memory' }],
      ]),
    ).toBe('This machine cannot make checks: it has no memory; nothing is known about a, b and c')
  })

  it('count names beyond the first few', () => {
    expect(listed(['a'])).toBe('a')
    expect(listed([...'abcd'])).toBe('a, b, c and d')
    expect(listed([...'abcde'])).toBe('a, b, c and 2 more')
  })
})
