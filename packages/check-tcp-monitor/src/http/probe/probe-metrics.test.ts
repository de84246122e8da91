import type { CheckResult } from 'check-tcp'
import { expect, it } from 'vitest'
import { probeMetrics } from './probe-metrics.js'

const ANSWERED: CheckResult = {
  status: 'error',
  host: 'mail.example.com',
  port: 25,
  connected: true,
  error: 'Unexpected answer',
  attempts: 1,
  response_time: 0.2,
  timestamp: '2026-01-05T00:00:00Z',
  details: {
    failure: 'unexpected_answer',
    fault: 'target',
    address: '192.0.2.7',
    family: 4,
    engine: 'node',
    dns_time: 0.003,
    connect_time: 0.045,
    total_time: 0.2,
    attempts: [],
  },
}

const textOf = (receive: boolean) =>
  probeMetrics({ result: ANSWERED, duration: 0.2, limit: 9.5, tls: false, receive }).metrics()

it('tells that the right answer did not come, where the module asks for one', async () => {
  const text = await textOf(true)
  expect(text).toContain('probe_success 0\n')
  expect(text).toContain('probe_failed_due_to_regex 1\n')
  expect(text).toContain('probe_dns_lookup_time_seconds 0.003\n')
  expect(text).toContain('check_tcp_probe_connect_seconds 0.045\n')
  expect(text).toContain('check_tcp_probe_failure_info{failure="unexpected_answer",fault="target"}')
})

it('says nothing of answers and certificates that the module does not ask for', async () => {
  const text = await textOf(false)
  expect(text).not.toContain('probe_failed_due_to_regex')
  expect(text).not.toContain('probe_ssl')
})
