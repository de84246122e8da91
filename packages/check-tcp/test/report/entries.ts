import { FAILURES, type Failure } from '../../src/core/failure/failure.js'
import type {
  AddressResult,
  AttemptResult,
  ErrorResult,
  ResultDetails,
  SuccessResult,
} from '../../src/core/wire/result.js'
import type { ReportEntry } from '../../src/report/reporter.js'

const timestamp = '2024-01-01T12:00:00.000Z'

function addressResult(address: string, more: Partial<AddressResult> = {}): AddressResult {
  const family = address.includes(':') ? 6 : 4
  return { address, family, connected: true, connect_time: 0.045, ...more }
}

function failedAddress(address: string, failure: Failure, connect_time: number): AddressResult {
  const { fault } = FAILURES[failure]
  return addressResult(address, { connected: false, connect_time, failure, fault })
}

function attempt(addresses: readonly AddressResult[], failure?: Failure): AttemptResult {
  return {
    attempt: 1,
    connected: failure === undefined,
    dns_time: 0.0031,
    total_time: 0.0481,
    ...(failure ? { failure, fault: FAILURES[failure].fault } : {}),
    addresses,
  }
}

function success(
  overrides: Partial<SuccessResult> = {},
  details: Partial<ResultDetails> = {},
): SuccessResult {
  return {
    status: 'success',
    host: 'example.com',
    port: 80,
    connected: true,
    response_time: 0.045,
    attempts: 1,
    timestamp,
    ...overrides,
    details: {
      address: '192.0.2.7',
      family: 4,
      source_address: '198.51.100.4',
      source_port: 51234,
      engine: 'node',
      dns_time: 0.0031,
      connect_time: 0.045,
      total_time: 0.0481,
      attempts: [attempt([addressResult('192.0.2.7')])],
      ...details,
    },
  }
}

function failed(
  failure: Failure,
  overrides: Partial<ErrorResult> = {},
  details: Partial<ResultDetails> = {},
): ErrorResult {
  const { error, fault, advice } = FAILURES[failure]
  return {
    status: 'error',
    host: 'example.com',
    port: 8080,
    connected: false,
    error: error ?? 'Strange error',
    attempts: 1,
    response_time: 0.0012,
    timestamp,
    ...overrides,
    details: {
      advice,
      engine: 'node',
      dns_time: 0.0031,
      connect_time: 0.0012,
      total_time: 0.0012,
      attempts: [attempt([], failure)],
      ...details,
      failure,
      fault,
    },
  }
}

/** Text with everything that could steer a terminal, a log or a parser. */
export const HOSTILE = 'a\u001b[2J\r\n\u0000\u007f\u009b1m\u202e\u2028<&"\'|=#\\]]>\ud800\uffff\t'

/** One entry of each kind that a report can meet. */
export const ENTRIES = {
  connected: { result: success() },
  literal: {
    result: success(
      { host: '::1', port: 6379, response_time: 0.00005 },
      { address: '::1', family: 6, dns_time: 0 },
    ),
  },
  retried: {
    result: success(
      { attempts: 3 },
      {
        attempts: [
          attempt([], 'timeout'),
          attempt([], 'timeout'),
          attempt([addressResult('192.0.2.7')]),
        ],
      },
    ),
  },
  lossy: { result: success({ port: 4711, response_time: 1.017 }, { syn_retransmits: 1 }) },
  dualStack: {
    result: success(
      { port: 443 },
      {
        attempts: [
          attempt([
            failedAddress('2001:db8::1', 'network_unreachable', 0.0002),
            addressResult('192.0.2.7'),
            {
              ...failedAddress('192.0.2.8', 'cancelled', 0.02),
              cause: 'another_address_connected',
            },
          ]),
        ],
      },
    ),
  },
  refused: {
    result: failed(
      'refused',
      { attempts: 3, response_time: 10.123 },
      { address: '192.0.2.7', family: 4, code: 'ECONNREFUSED' },
    ),
  },
  oneDead: {
    result: failed(
      'timeout',
      { port: 5432, response_time: 10.004 },
      {
        address: '192.0.2.8',
        family: 4,
        attempts: [
          attempt(
            [addressResult('192.0.2.7'), failedAddress('192.0.2.8', 'timeout', 10.001)],
            'timeout',
          ),
        ],
      },
    ),
  },
  denied: {
    result: failed('denied_by_policy', { host: '10.0.0.1' }, { cause: 'deny 10.0.0.0/8' }),
  },
  noName: { result: failed('host_not_found', { host: 'nope.invalid' }, { code: 'ENOTFOUND' }) },
  nameServerDown: {
    result: failed('dns_unavailable', { response_time: 5 }, { cause: 'name_server_silent' }),
  },
  exhausted: {
    result: failed(
      'local_resources',
      {},
      { code: 'EADDRNOTAVAIL', cause: 'ephemeral_ports_exhausted' },
    ),
  },
  cancelled: { result: failed('cancelled') },
  silent: { result: failed('unexpected_answer', {}, { cause: 'no_answer', proven: ['tcp'] }) },
  strange: { result: failed('unknown', {}, { code: 'EWEIRD' }) },
  namedTask: { name: 'check_web', plugin: 'check_tcp_connection', result: success() },
  otherPlugin: { name: 'other', plugin: 'measure', result: { value: 7n }, succeeded: true },
  otherFailed: {
    name: 'other',
    plugin: 'measure',
    result: { error: 'Too much' },
    succeeded: false,
  },
  broken: {
    name: 'broken',
    plugin: 'measure',
    result: { status: 'error', error: 'out of order' },
    succeeded: false,
    broken: true,
  },
  hostile: {
    name: HOSTILE,
    plugin: HOSTILE,
    result: failed(
      'unknown',
      { host: HOSTILE, error: HOSTILE },
      { address: HOSTILE, name: HOSTILE, cause: HOSTILE, code: HOSTILE, advice: [HOSTILE] },
    ),
  },
  hostileOther: { name: HOSTILE, plugin: HOSTILE, result: HOSTILE, succeeded: true },
} as const satisfies Record<string, ReportEntry>
