import type { Explanation } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { evidence } from '../../../test/history/sample-history.js'
import { failedResult } from '../../../test/support/sample-result.js'
import { EVIDENCE_LIMITS } from '../../core/wire/evidence.js'
import { boundEvidence, buildEvidence } from './build-evidence.js'

const PLACE = { at: 5, location: 'here', tookMs: 12 }

function explanationOf(reason: Partial<Explanation['reasons'][number]> = {}): Explanation {
  return {
    result: failedResult('refused', 'target', 'Connection refused'),
    reasons: [
      {
        ...{ reason: 'nothing_listens', fault: 'target', confidence: 'likely' },
        ...{
          text: 'Nothing listens',
          evidence: ['a RST refused it'],
          next_steps: ['ss -ltn', 'x'],
        },
        ...reason,
      },
    ],
    evidence: {},
    not_asked: [],
    probe_time: 0.5,
  }
}

describe('evidence of an explanation', () => {
  it('has its first reason and step, its lines, and where and when it was taken', () => {
    expect(buildEvidence(explanationOf(), PLACE)).toEqual({
      ...PLACE,
      ...{ reason: 'Nothing listens', reasonName: 'nothing_listens' },
      ...{ certainty: 'likely', fault: 'target', nextStep: 'ss -ltn' },
      lines: [
        '✘ Nothing listens - fault: target, likely',
        '     a RST refused it',
        '   $ ss -ltn',
        '   $ x',
      ],
    })
  })

  it('has no step where there is none', () => {
    expect(buildEvidence(explanationOf({ next_steps: [] }), PLACE)).not.toHaveProperty('nextStep')
  })

  it('has nothing in it that steers a terminal, and is bounded, whoever wrote it', () => {
    const hostile = `\u001b]0;x\u0007\u202e${'y'.repeat(100_000)}`
    const many = Array.from({ length: 500 }, () => hostile)
    const { lines, line, hops, text } = EVIDENCE_LIMITS
    const bounded = boundEvidence(
      evidence({
        ...{ reason: hostile, reasonName: hostile, nextStep: hostile, lines: many },
        path: many.map((name, hop) => ({ hop, name, address: name, says: name })),
      }),
    )
    expect(bounded.reason).toHaveLength(text)
    expect(bounded.nextStep).toHaveLength(text)
    expect(bounded.lines).toHaveLength(lines)
    expect(bounded.lines.at(-1)).toBe('and 401 more lines')
    expect(bounded.path).toHaveLength(hops)
    const all = JSON.stringify(bounded)
    expect(all.length).toBeLessThan(lines * line + 3 * hops * line + 4 * text + 20_000)
    expect(all).not.toMatch(/[\u001b\u0007\u202e]|\\u001b|\\u0007|\\u202e(?!\w)/)
    expect(bounded.reason.startsWith('\\x1b]0;x\\x07\\u202ey')).toBe(true)
  })
})
