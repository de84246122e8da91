import type { CheckResult, Failure } from 'check-tcp'
import { expect, it } from 'vitest'
import { errorWithAddresses } from './error-with-addresses.js'

type Failed = Extract<CheckResult, { status: 'error' }>

/** @param outcomes of 192.0.2.1 and those after it; undefined: connected */
function failedWith(
  error: string,
  failure: Failure,
  outcomes: readonly (Failure | undefined)[],
): Failed {
  const addresses = outcomes.map((each, index) => ({
    address: `192.0.2.${index + 1}`,
    family: 4 as const,
    connected: each === undefined,
    connect_time: 0,
    ...(each ? { failure: each } : {}),
  }))
  const times = { dns_time: 0, connect_time: 0, total_time: 0 }
  const attempt = { attempt: 1, connected: false, dns_time: 0, total_time: 0, addresses }
  return {
    ...{ status: 'error', host: 'a', port: 1, connected: false, error, attempts: 1 },
    ...{ response_time: 0, timestamp: '2026-01-01T00:00:00Z' },
    details: {
      engine: 'node',
      ...times,
      failure,
      fault: 'target',
      advice: [],
      attempts: [attempt],
    },
  }
}

it.each([
  ['Connection refused', 'refused', [undefined, 'refused'], 'Connection refused at 192.0.2.2'],
  [
    'Connection refused',
    'refused',
    [undefined, 'refused', 'timeout', 'refused'],
    'Connection refused at 192.0.2.2 and 192.0.2.4; 192.0.2.3 failed differently',
  ],
  [
    'Connection timeout',
    'timeout',
    [undefined, ...Array(6).fill('timeout')],
    'Connection timeout at 192.0.2.2, 192.0.2.3, 192.0.2.4 and 3 more',
  ],
  [
    'Too few addresses answered',
    'too_few_addresses',
    [undefined, 'refused', 'timeout'],
    'Too few addresses answered: not 192.0.2.2 and 192.0.2.3',
  ],
  ['Connection refused', 'refused', ['refused', 'refused'], 'Connection refused'],
  [
    'Expected closed, found open',
    'not_as_expected',
    ['timeout', undefined],
    'Expected closed, found open at 192.0.2.2',
  ],
  [
    'Expected filtered, found refused',
    'not_as_expected',
    ['refused'],
    'Expected filtered, found refused',
  ],
  ['Host not found', 'dns_unavailable', [undefined, undefined], 'Host not found'],
] as const)('%s, %s of %j, is told as "%s"', (error, failure, outcomes, words) => {
  expect(errorWithAddresses(failedWith(error, failure, outcomes))).toBe(words)
})
