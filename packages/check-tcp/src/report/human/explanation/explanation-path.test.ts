import { expect, it } from 'vitest'
import type { CheckResult } from '../../../core/wire/result.js'
import type { Evidence } from '../../../explain/evidence.js'
import type { Explanation } from '../../../explain/explanation.js'
import { explanationPath } from './explanation-path.js'

const RESULT: CheckResult = {
  ...{ status: 'error', host: 'db.internal', port: 80, connected: false, attempts: 1 },
  ...{ error: 'Connection timeout', response_time: 1, timestamp: '2024-01-01T12:00:00Z' },
  details: {
    ...{ failure: 'timeout', fault: 'network', advice: [], engine: 'node' },
    ...{ dns_time: 0, connect_time: 1, total_time: 1, attempts: [] },
  },
}

const route = {
  ...{ address: '198.51.100.2', source_address: '192.0.2.1', interface: 'eth0' },
  down_interfaces: [],
}
const here = { hop: 0, address: '192.0.2.1', name: 'eth0' }
const target = { address: '198.51.100.2', name: 'db.internal:80' }

function pathOf(evidence: Evidence, reason = 'host_silent') {
  const explanation: Explanation = {
    result: RESULT,
    reasons: [
      {
        ...{ reason, fault: 'network', confidence: 'likely', text: 'Silence' },
        ...{ evidence: [], next_steps: [] },
      },
    ],
    ...{ evidence, not_asked: [], probe_time: 0.5 },
  }
  return explanationPath(explanation)
}

const rejected = {
  port: 80,
  hops: ['192.0.2.254'],
  answered_at: 2,
  answer: 'rejected',
  icmp: { meaning: 'port unreachable', from: '203.0.113.9' },
} as const

it.each<[string, Evidence, ReturnType<typeof explanationPath>]>([
  ['is empty where nothing is known', {}, []],
  [
    'ends at this machine where there is no route',
    { route: { ...route, dead: 'none' } },
    [
      { ...here, says: 'no route' },
      { hop: 1, ...target },
    ],
  ],
  ['has only its ends where nobody looked', { route }, [here, { hop: 1, ...target }]],
  [
    'leaves out the address of a router that keeps silent',
    { route, path: { port: { port: 80, hops: ['192.0.2.254', null], answer: 'silence' } } },
    [
      here,
      { hop: 1, address: '192.0.2.254' },
      { hop: 2 },
      { hop: 3, ...target, says: 'no answer' },
    ],
  ],
  [
    'has whoever rejects stand before the target',
    { route, path: { port: rejected } },
    [
      here,
      { hop: 1, address: '192.0.2.254' },
      { hop: 2, address: '203.0.113.9', says: 'rejected' },
      { hop: 3, ...target },
    ],
  ],
])('a path %s', (_what, evidence, path) => {
  expect(pathOf(evidence)).toEqual(path)
})

it('has a firewall that answers for the target stand before it', () => {
  const port = { port: 80, hops: [], answered_at: 1, answer: 'refused' } as const
  expect(pathOf({ route, path: { port } }, 'firewall_resets')).toEqual([
    here,
    { hop: 1, says: 'refused on the way' },
    { hop: 2, ...target },
  ])
})
