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
    advice: [],
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

it("tells of the certificate by blackbox_exporter's names", async () => {
  const tls = {
    version: 'TLSv1.2',
    cipher: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    trusted: true,
    subject: 'mail "x"\\n.test',
    issuer: 'A CA',
    names: ['mail.test', 'www.test', '192.0.2.1'],
    earliest_expiry: '2026-01-09T00:00:00.000Z',
    serial_number: '0a1b',
    fingerprint_sha256: 'ff00',
  }
  const result = { ...ANSWERED, details: { ...ANSWERED.details, tls } }
  const probed = { duration: 0.2, limit: 9.5, tls: true, receive: false }
  const text = await probeMetrics({ result, ...probed }).metrics()
  const seconds = Date.parse('2026-01-09T00:00:00Z') / 1_000
  expect(text).toContain(`probe_ssl_earliest_cert_expiry ${seconds}\n`)
  expect(text).toContain(`probe_ssl_last_chain_expiry_timestamp_seconds ${seconds}\n`)
  expect(text).toContain('probe_tls_version_info{version="TLS 1.2"} 1\n')
  expect(text).toContain(
    'probe_tls_cipher_info{cipher="TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"} 1\n',
  )
  expect(text).toContain('subjectalternative="mail.test,www.test",serialnumber="0a1b"} 1\n')
  expect(text).toContain('fingerprint_sha256="ff00"')
  const distrusted = { ...result, details: { ...result.details, tls: { ...tls, trusted: false } } }
  const without = await probeMetrics({ result: distrusted, ...probed }).metrics()
  expect(without).not.toContain('probe_ssl_last_chain_expiry')
  expect(without).toContain('check_tcp_probe_tls_trusted 0\n')
})
