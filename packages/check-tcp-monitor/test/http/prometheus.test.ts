import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { validateCheck } from 'check-tcp'
import {
  lintMetrics,
  type Prometheus,
  prometheusRequirements,
  startPrometheus,
} from 'check-tcp-lab'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CERTIFICATE, KEY } from '../../../check-tcp/test/support/tls-certificates.js'
import { type RealMonitor, startMonitor } from '../support/real-monitor.js'
import { checkOf, TOKEN } from '../support/served-monitor.js'

const requirements = prometheusRequirements()
const leftOut = requirements.available ? '' : ` (left out: ${requirements.because})`

/** Scrapes come every second; how long the first takes on a busy machine is not what is tested. */
const IN_THE_END = { timeout: 120_000, interval: 200 }

describe.skipIf(!requirements.available)(`a real Prometheus${leftOut}`, () => {
  const tcp = createServer((socket: Socket) => socket.on('error', () => {}).resume())
  const tls = createTlsServer({ cert: CERTIFICATE, key: KEY }, (socket) => socket.resume())
  let monitor: RealMonitor
  let prometheus: Prometheus
  let open: number
  let secure: number
  let closed: number

  beforeAll(async () => {
    open = await portOf(tcp)
    secure = await portOf(tls)
    closed = await portOf(createServer(), true)
    const local = (id: string, port: number) =>
      checkOf(id, 1, {
        parameters: validateCheck({ host: '127.0.0.1', port, timeout: 3 }),
        everyMs: 1_000,
        confirmEveryMs: 500,
      })
    monitor = await startMonitor({
      checks: [local('open', open), local('closed', closed)],
      http: {
        host: '127.0.0.1',
        port: 0,
        token: TOKEN,
        hosts: [],
        modules: { tls: { tls: true, timeout: 5 } },
        probePolicy: { rules: [{ allow: { networks: ['127.0.0.1'] } }], default: 'deny' },
      },
    })
    prometheus = await startPrometheus(configFor(new URL(monitor.http.url).host))
  })

  afterAll(async () => {
    await prometheus?.close()
    await monitor?.[Symbol.asyncDispose]()
    tcp.close()
    tls.close()
  })

  /** A blackbox_exporter job as its own documentation has it; only the address is another, and the token is new. */
  function configFor(address: string): string {
    const job = (name: string, module: string, targets: readonly string[]) => `
  - job_name: ${name}
    metrics_path: /probe
    params: { module: [${module}] }
    authorization: { credentials: ${TOKEN} }
    static_configs: [{ targets: [${targets.map((each) => `"${each}"`).join(', ')}] }]
    relabel_configs:
      - { source_labels: [__address__], target_label: __param_target }
      - { source_labels: [__param_target], target_label: instance }
      - { target_label: __address__, replacement: "${address}" }`
    return `global: { scrape_interval: 1s, scrape_timeout: 1s }
scrape_configs:
  - job_name: monitor
    static_configs: [{ targets: ["${address}"] }]
${job('probe', 'tcp_connect', [`127.0.0.1:${open}`, `127.0.0.1:${closed}`, '127.0.0.2:80'])}
${job('certificates', 'tls', [`127.0.0.1:${secure}`])}
`
  }

  const valuesOf = async (expression: string, label: string) => {
    const samples = await prometheus.query(expression)
    return Object.fromEntries(samples.map(({ metric, value }) => [metric[label], value]))
  }

  it('scrapes /metrics, and knows what is up', async () => {
    await expect
      .poll(() => valuesOf('check_tcp_up', 'check'), IN_THE_END)
      .toEqual({ open: 1, closed: 0 })
    const [sample] = await prometheus.query('check_tcp_up{check="open"}')
    expect(sample?.metric).toMatchObject({ target: `127.0.0.1:${open}`, location: 'lab' })
    expect(await valuesOf('check_tcp_verdict{check="closed"} == 1', 'verdict')).toEqual({ down: 1 })
    await expect
      .poll(() => valuesOf('up{job="monitor"}', 'job'), IN_THE_END)
      .toEqual({ monitor: 1 })
  })

  it('uses /probe as if it were blackbox_exporter', async () => {
    await expect
      .poll(() => valuesOf('probe_success{job="probe"}', 'instance'), IN_THE_END)
      .toEqual({ [`127.0.0.1:${open}`]: 1, [`127.0.0.1:${closed}`]: 0, '127.0.0.2:80': 0 })
    await expect
      .poll(() => valuesOf('check_tcp_probe_failure_info', 'failure'), IN_THE_END)
      .toEqual({ refused: 1, denied_by_policy: 1 })
    await expect
      .poll(() => valuesOf('probe_ip_protocol{job="probe"}', 'instance'), IN_THE_END)
      .toMatchObject({ [`127.0.0.1:${open}`]: 4 })
    // The scrape has 1 s, of which half a second is for the way back.
    await expect
      .poll(() => valuesOf('probe_timeout_seconds{job="certificates"}', 'job'), IN_THE_END)
      .toEqual({ certificates: 0.5 })
  })

  it('knows when a certificate expires', async () => {
    await expect
      .poll(() => valuesOf('probe_ssl_earliest_cert_expiry', 'job'), IN_THE_END)
      .toEqual({ certificates: Date.UTC(2126, 9, 30, 0, 35, 19) / 1_000 })
    await expect
      .poll(() => valuesOf('probe_tls_version_info', 'version'), IN_THE_END)
      .toEqual({ 'TLS 1.3': 1 })
  })

  it('has a checker of metrics that complains of nothing', async () => {
    const headers = { Authorization: `Bearer ${TOKEN}` }
    const targets = [`tls&target=127.0.0.1:${secure}`, `tcp_connect&target=127.0.0.1:${closed}`]
    for (const path of ['/metrics', ...targets.map((target) => `/probe?module=${target}`)]) {
      const response = await fetch(`${monitor.http.url}${path}`, { headers })
      expect(response.status).toBe(200)
      expect(lintMetrics(await response.text())).toBe('')
    }
  })
})

async function portOf(server: ReturnType<typeof createServer>, free = false): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on TCP.
  const { port } = server.address() as AddressInfo
  if (free) {
    server.close()
    await once(server, 'close')
  }
  return port
}
