import { describe, expect, it } from 'vitest'
import { stage } from '../../../test/simulator/staged.js'
import { newTrackedSubject } from '../incidents/tracked-subject.js'
import { CheckRegistry } from '../judge/check-registry.js'
import { newCheckRuntime } from '../judge/check-runtime.js'
import type { RoundAnswer } from './canary-rounds.js'
import { faultInWords, isolationInWords } from './location-words.js'

const { config } = stage({ targets: 3, canaries: 3, durationMs: 0, faults: [] })
const CHECKS = new CheckRegistry()
for (const check of config.checks) {
  const tracked = newTrackedSubject('check', check.id, 'lab')
  CHECKS.add(newCheckRuntime(check, tracked, undefined, { wallMs: 0, awakeMs: 0 }))
}

function round(
  replies: readonly (readonly [string, 'answer' | 'silence' | 'no-name'])[],
): RoundAnswer {
  return {
    result: 'isolated',
    kind: 'appointed',
    event: 'isolated',
    became: 'isolated',
    isOpen: true,
    suspects: ['check_0'],
    doubted: new Set(['check_0']),
    replies: new Map(replies),
    since: 0,
  }
}

describe('the words of a location', () => {
  it('name who is silent where nobody answers', () => {
    const words = isolationInWords(
      round([
        ['check_2000', 'silence'],
        ['check_2001', 'silence'],
      ]),
      CHECKS,
    )
    expect(words).toBe(
      'This location is cut off: no answer from check_2000 (10.0.7.208:3000) and check_2001 (10.0.7.209:3001), so nothing is known about any target',
    )
  })

  it('name who answers, and do not say that nothing does', () => {
    const words = isolationInWords(
      round([
        ['check_2000', 'silence'],
        ['check_2001', 'silence'],
        ['check_2002', 'answer'],
      ]),
      CHECKS,
    )
    expect(words).toMatch(/^Most canaries are silent: no answer from check_2000 .* and check_2001 /)
    expect(words).toMatch(/Answers came from check_2002 \(10\.0\.7\.210:3002\)/)
    expect(words).not.toContain('nothing')
  })

  it('name a canary that could not be looked up apart from those that are silent', () => {
    const words = isolationInWords(
      round([
        ['check_2000', 'silence'],
        ['check_2001', 'no-name'],
      ]),
      CHECKS,
    )
    expect(words).toContain('the name service does not answer for check_2001')
  })

  it('say why most of the checks know nothing', () => {
    const note = { fault: 'local', mayBeIsolated: false, begunAt: 1 } as const
    expect(
      faultInWords('local', [
        ['a', { ...note, because: 'it has no route' }],
        ['b', { ...note, because: 'it has no memory' }],
        ['c', { ...note, because: 'it has no memory' }],
      ]),
    ).toBe('This machine cannot make checks: it has no memory; nothing is known about a, b and c')
  })
})
