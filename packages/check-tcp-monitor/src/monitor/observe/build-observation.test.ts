import type { CheckResult, Failure, Fault } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { stage } from '../../../test/simulator/staged.js'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { Reply } from '../../verdict/connectivity.js'
import { buildObservation } from './build-observation.js'

const [check] = stage({ targets: 1, durationMs: 0, faults: [] }).config.checks
const CHECK = { ...(check as MonitoredCheck), expectedResponseMs: 100, baseline: true }
const AROUND = {
  location: 'lab',
  at: 5,
  latenessMs: 2,
  doubt: { times: false, failures: false, stillMs: 0, slept: false },
  isIsolated: false,
  reply: 'nothing' as Reply,
  baseline: undefined,
}

function success(ms: number, more: object = {}): CheckResult {
  return {
    status: 'success',
    host: 'a',
    port: 1,
    connected: true,
    response_time: ms / 1_000,
    attempts: 1,
    timestamp: '2026-01-01T00:00:00Z',
    details: {
      engine: 'node',
      dns_time: 0.002,
      connect_time: ms / 1_000,
      total_time: 1,
      attempts: [],
      ...more,
    },
  }
}

/** A port that is closed, as expected. */
function silent(): CheckResult {
  return { ...success(0), connected: false } as CheckResult
}

function error(failure: Failure, fault: Fault): CheckResult {
  return {
    status: 'error',
    host: 'a',
    port: 1,
    connected: false,
    error: 'said',
    response_time: 1,
    attempts: 2,
    timestamp: '2026-01-01T00:00:00Z',
    details: {
      engine: 'node',
      dns_time: 0,
      connect_time: 0,
      total_time: 1,
      attempts: [],
      failure,
      fault,
      advice: [],
    },
  }
}

describe('an observation', () => {
  it('is slow where a certificate expires soon, however fast it was, and keeps when', () => {
    const tls = { version: 'TLSv1.3', trusted: true, earliest_expiry: '2026-01-09T00:00:00.000Z' }
    const result = success(1, { tls, expiring: true })
    const doubt = { ...AROUND.doubt, times: true }
    expect(buildObservation(CHECK, result, { ...AROUND, doubt })).toMatchObject({
      outcome: 'slow',
      certificateExpiresAt: Date.parse('2026-01-09T00:00:00Z'),
    })
    expect(buildObservation(CHECK, success(1, { tls }), AROUND).outcome).toBe('good')
  })

  it('has no believed time after a short stall, also where the connection failed otherwise', () => {
    const failed = error('unexpected_answer', 'target')
    const connected = {
      ...failed,
      connected: true,
      details: { ...failed.details, connect_time: 0.9 },
    } as CheckResult
    const around = {
      ...AROUND,
      doubt: { times: true, failures: false, stillMs: 800, slept: false },
    }
    expect(buildObservation(CHECK, connected, around)).toMatchObject({
      outcome: 'bad',
      suspect: true,
    })
    expect(buildObservation(CHECK, failed, around).suspect).toBeUndefined()
  })

  it.each<[string, CheckResult, object, string]>([
    ['a connection', success(10), {}, 'good'],
    ['a connection slower than expected', success(101), {}, 'slow'],
    [
      'one slower than its baseline',
      success(60),
      { baseline: { typicalMs: 20, highMs: 50 } },
      'slow',
    ],
    ['one with a lost SYN, which is loss', success(1_010, { syn_retransmits: 1 }), {}, 'good'],
    [
      'a slow one of a process that stood still',
      success(500),
      { doubt: { times: true, failures: false, stillMs: 800, slept: false } },
      'good',
    ],
    ['a refusal', error('refused', 'target'), {}, 'bad'],
    ['silence', error('timeout', 'network'), {}, 'bad'],
    [
      'silence while the process stood still',
      error('timeout', 'network'),
      { doubt: { times: true, failures: true, stillMs: 3_000, slept: false } },
      'unknown',
    ],
    [
      'silence while the location is isolated',
      error('timeout', 'network'),
      { isIsolated: true },
      'unknown',
    ],
    [
      'a refusal while the process stood still, which somebody sent all the same',
      error('refused', 'target'),
      { reply: 'answer', doubt: { times: true, failures: true, stillMs: 3_000, slept: false } },
      'bad',
    ],
    [
      'a refusal while the location is isolated',
      error('refused', 'target'),
      { reply: 'answer', isIsolated: true },
      'bad',
    ],
    [
      'a refusal where silence was expected, while the location is isolated',
      error('not_as_expected', 'target'),
      { reply: 'answer', isIsolated: true },
      'bad',
    ],
    [
      'silence where a refusal was expected, while the location is isolated',
      error('not_as_expected', 'network'),
      { reply: 'silence', isIsolated: true },
      'unknown',
    ],
    ['silence as expected', silent(), { reply: 'silence' }, 'good'],
    [
      'silence as expected while the location is isolated',
      silent(),
      { reply: 'silence', isIsolated: true },
      'unknown',
    ],
    [
      'silence as expected while the process stood still',
      silent(),
      { reply: 'nothing', doubt: { times: true, failures: true, stillMs: 3_000, slept: false } },
      'unknown',
    ],
    [
      'a refusal as expected while the location is isolated',
      silent(),
      { reply: 'answer', isIsolated: true },
      'good',
    ],
    ['a name that does not exist', error('host_not_found', 'dns'), {}, 'bad'],
    ['a name service that fails', error('dns_unavailable', 'dns'), {}, 'unknown'],
    ['no descriptors left', error('local_resources', 'local'), {}, 'unknown'],
    ['a policy that denies', error('denied_by_policy', 'policy'), {}, 'unknown'],
  ])('of %s is as it should be', (_what, result, around, outcome) => {
    expect(buildObservation(CHECK, result, { ...AROUND, ...around }).outcome).toBe(outcome)
  })

  it('has times in milliseconds, and a response time only where something connected', () => {
    expect(buildObservation(CHECK, success(10.5), AROUND)).toMatchObject({
      responseMs: 10.5,
      dnsMs: 2,
    })
    expect(buildObservation(CHECK, error('refused', 'target'), AROUND)).not.toHaveProperty(
      'responseMs',
    )
  })
})
