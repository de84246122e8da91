import { describe, expect, it } from 'vitest'
import type { CheckResult } from '../../../core/wire/result.js'
import type { Evidence } from '../../../explain/evidence.js'
import type { Explanation } from '../../../explain/explanation.js'
import { PROBE_NAMES } from '../../../explain/probes.js'
import { painter } from '../../text/colors.js'
import { explanationLines, wholeExplanationLines } from './human-explanation.js'

const RESULT: CheckResult = {
  ...{ status: 'error', host: '198.51.100.2', port: 80, connected: false, attempts: 1 },
  ...{ error: 'Connection refused', response_time: 0.001, timestamp: '2024-01-01T12:00:00Z' },
  details: {
    ...{ failure: 'refused', fault: 'target', advice: [], engine: 'node' },
    ...{ dns_time: 0, connect_time: 0.001, total_time: 0.001, attempts: [] },
  },
}

function explanationOf(evidence: Evidence, reason = 'nothing_listens'): Explanation {
  return {
    result: RESULT,
    reasons: [
      {
        ...{ reason, fault: 'target', confidence: 'likely', text: 'Nothing listens' },
        evidence: ['a RST \u001b[2J refused it'],
        next_steps: ["ss -ltnp 'sport = :80'"],
      },
    ],
    evidence,
    not_asked: [{ probe: 'own_firewall', because: 'nft says: Operation not permitted' }],
    probe_time: 0.5,
  }
}

const route = {
  ...{ address: '198.51.100.2', source_address: '192.0.2.1', interface: 'eth0' },
  down_interfaces: [],
}
const linesOf = (explanation: Explanation) => explanationLines(explanation, painter(false))
const pathOf = (evidence: Evidence, reason?: string) =>
  linesOf(explanationOf(evidence, reason)).find((line) => line.startsWith('  this machine'))

describe('an explanation for people', () => {
  it('begins with the likeliest reason and says it once, with steps and what was not asked', () => {
    const explanation = explanationOf({})
    const rest = [
      '     a RST \\x1b[2J refused it',
      "   $ ss -ltnp 'sport = :80'",
      'Not asked:',
      '  own firewall: nft says: Operation not permitted',
    ]
    expect(wholeExplanationLines(explanation, painter(false))).toEqual([
      '✘ Nothing listens - fault: target, likely',
      ...rest,
    ])
    expect(linesOf(explanation)).toEqual(['1. Nothing listens - fault: target, likely', ...rest])
  })

  it('says in one line what was not asked for the same reason', () => {
    const because = 'the target is this machine'
    const not_asked = [
      { probe: 'path', because },
      { probe: 'hold', because: 'nothing connected' },
      { probe: 'refusal', because },
    ] as const
    expect(linesOf({ ...explanationOf({}), not_asked }).slice(-2)).toEqual([
      '  way to the target, who refuses: the target is this machine',
      '  open connection: nothing connected',
    ])
    const all = PROBE_NAMES.map((probe) => ({ probe, because: 'the policy denies the target' }))
    expect(linesOf({ ...explanationOf({}), not_asked: all }).slice(-2)).toEqual([
      'Not asked:',
      '  anything: the policy denies the target',
    ])
  })

  it('draws the way to where the SYNs are answered', () => {
    const hops = ['192.0.2.254', null]
    const port = { port: 80, hops, answered_at: 3, answer: 'refused' } as const
    expect(pathOf({ route, path: { port } })).toBe(
      '  this machine (192.0.2.1, eth0) ── 192.0.2.254 ── ? ── 198.51.100.2:80 ✘ refused',
    )
    expect(pathOf({ route, path: { port } }, 'firewall_resets')).toBe(
      '  this machine (192.0.2.1, eth0) ── 192.0.2.254 ── ? ── ✘ refused on the way ·· 198.51.100.2:80',
    )
  })

  it('draws the way to where the SYNs are rejected, vanish, or never leave', () => {
    const hops = ['192.0.2.254']
    const icmp = { meaning: 'admin_prohibited', from: '192.0.2.254' }
    const rejected = { port: 80, hops, answered_at: 2, answer: 'rejected', icmp } as const
    expect(pathOf({ route, path: { port: rejected } })).toContain('✘ rejected by 192.0.2.254 ··')
    const silent = { port: 80, hops, answer: 'silence' } as const
    expect(pathOf({ route, path: { port: silent } })).toContain('192.0.2.254 ── ✘ no answer ··')
    expect(pathOf({ route: { ...route, dead: 'none' } })).toContain('✘ no route ··')
    expect(pathOf({ route: { ...route, dead: 'prohibit' } })).toContain('✘ no way (prohibit) ··')
  })
})
