import { expect, it } from 'vitest'
import { makeCertificate } from '../../../check-tcp/test/support/make-certificate.js'
import { tlsService } from '../../../check-tcp/test/support/tls-service.js'
import { loadMonitorConfig } from '../../src/config/load-config.js'
import type { RealMonitor } from '../support/real-monitor.js'
import { startMonitor } from '../support/real-monitor.js'

const IN_THE_END = { timeout: 30_000, interval: 50 }

async function monitorOf(ports: Readonly<Record<string, number>>): Promise<RealMonitor> {
  const checks = Object.entries(ports).map(
    ([name, port]) => `
  - name: ${name}
    plugin: check_tcp_connection
    parameters: { host: 127.0.0.1, port: ${port}, tls: { expires_in: 14d } }`,
  )
  const text = `http: { listen: "127.0.0.1:0" }
defaults: { every: 1s, confirm: 1, confirm_every: 1s, slow_confirm: 2 }
checks:${checks.join('')}
`
  const options = { environment: {}, machine: 'box' }
  const { http, checks: loaded } = await loadMonitorConfig({ path: 'monitor.yaml', text }, options)
  return startMonitor({ checks: loaded, http })
}

it('is degraded while a certificate expires soon, down once it has expired, and says so everywhere', async () => {
  await using good = await tlsService(makeCertificate({ to: 60 }))
  await using soon = await tlsService(makeCertificate({ to: 9.5 }))
  await using over = await tlsService(makeCertificate({ from: -9, to: -2.5 }))
  const ports = { good: good.port, soon: soon.port, over: over.port }
  await using monitored = await monitorOf(ports)
  const verdicts = () => Object.keys(ports).map((id) => monitored.monitor.statusOf(id)?.verdict)
  await expect.poll(verdicts, IN_THE_END).toEqual(['up', 'degraded', 'down'])

  const ask = (path: string) => fetch(new URL(path, monitored.http.url))
  const statusOf = async (id: string) => (await ask(`/api/v1/checks/${id}`)).json()
  expect(await statusOf('soon')).toMatchObject({
    incident: { verdict: 'degraded', error: 'The certificate expires in 9 days' },
    newest: { outcome: 'slow', certificate_expires_at: expect.stringMatching(/Z$/) },
    tls: {
      version: 'TLSv1.3',
      trusted: false,
      distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      issuer: 'service.test',
      names: ['localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'],
      days_left: 9,
      expires_in: 1_209_600,
    },
  })
  expect(await statusOf('over')).toMatchObject({
    incident: {
      verdict: 'down',
      error: expect.stringMatching(/^The certificate expired on \d{4}-\d\d-\d\d$/),
      failure: 'certificate_expired',
    },
    newest: { cause: expect.stringMatching(/^the certificate expired on /) },
    tls: { days_left: -3 },
  })
  const metrics = await (await ask('/metrics')).text()
  const expiry = monitored.monitor.statusOf('good')?.tls?.earliest_expiry ?? ''
  expect(metrics).toContain(
    `check_tcp_certificate_expiry_timestamp_seconds{check="good",target="127.0.0.1:${good.port}",location="lab"} ${Date.parse(expiry) / 1_000}\n`,
  )
})
