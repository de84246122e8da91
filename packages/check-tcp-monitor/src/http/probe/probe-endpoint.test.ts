import { describe, expect, it } from 'vitest'
import { serveMonitor } from '../../../test/support/served-monitor.js'

const ALLOWED = {
  rules: [{ allow: { networks: ['198.51.100.0/24'], callers: ['unknown'] } }],
} as const
const MODULES = { slow: { timeout: 30 }, patient: { timeout: 5, attempts: 3, retry_delay: 1 } }
const HTTP = { probePolicy: ALLOWED, modules: MODULES }

describe('a probe', () => {
  it('tells what it found in the words of blackbox_exporter', async () => {
    await using served = await serveMonitor({ http: HTTP })
    const asked = served.ask('/probe?target=198.51.100.1:1001')
    await served.clock.advance(1_000)
    const response = await asked
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await response.text()
    expect(text).toContain('probe_success 1\n')
    expect(text).toContain('probe_dns_lookup_time_seconds 0\n')
    expect(text).toContain('probe_ip_protocol 4\n')
    expect(text).toMatch(/^probe_ip_addr_hash [1-9]\d+$/m)
    expect(text).toMatch(/^probe_duration_seconds 0\.0\d+$/m)
    expect(text).toContain('probe_timeout_seconds 10\n')
    expect(text).toMatch(/^check_tcp_probe_connect_seconds 0\.0\d+$/m)
    expect(text).not.toContain('failure_info')
  })

  it('tells why it failed and whose fault that is', async () => {
    await using served = await serveMonitor({ http: HTTP })
    served.fault('refused', 2)
    const asked = served.ask('/probe?target=198.51.100.2:1002&module=tcp_connect')
    await served.clock.advance(1_000)
    const text = await (await asked).text()
    expect(text).toContain('probe_success 0\n')
    expect(text).toContain('check_tcp_probe_failure_info{failure="refused",fault="target"} 1\n')
  })

  it.each([
    ['tcp_connect', '3', 2.5, 'timeout'],
    ['slow', '10.5', 10, 'timeout'],
    ['slow', '60', 30, 'timeout'],
    ['slow', '0.3', 30, 'timeout'],
    ['slow', undefined, 30, 'timeout'],
    ['patient', '9', 8.5, 'cancelled'],
    ['patient', '60', 17, 'timeout'],
  ])(
    'of %s that a scrape gives %s s ends within %s s: %s',
    async (module, header, limit, failure) => {
      await using served = await serveMonitor({ http: HTTP })
      served.fault('silent', 1)
      const headers: Record<string, string> =
        header === undefined ? {} : { 'X-Prometheus-Scrape-Timeout-Seconds': header }
      let text: string | undefined
      const path = `/probe?target=198.51.100.1:1001&module=${module}`
      const asked = served.ask(path, { headers }).then(async (response) => {
        text = await response.text()
      })
      await served.clock.advance(limit * 1_000 - 100)
      expect(text).toBeUndefined()
      await served.clock.advance(400)
      await asked
      expect(text).toContain(`probe_timeout_seconds ${limit}\n`)
      expect(text).toContain('probe_success 0\n')
      expect(text).toContain(`failure="${failure}"`)
    },
  )

  it('is denied, and nothing is sent, where no policy allows probes', async () => {
    await using served = await serveMonitor()
    const response = await served.ask('/probe?target=198.51.100.1:1001')
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('probe_policy')
  })

  it.each([
    ['198.51.101.1:1001'],
    ['127.0.0.1:1001'],
    ['169.254.169.254:80'],
    ['[::ffff:127.0.0.1]:80'],
  ])('of what no rule allows is denied, and tells nothing of the address: %s', async (target) => {
    await using served = await serveMonitor({ http: HTTP })
    const asked = served.ask(`/probe?target=${encodeURIComponent(target)}&debug=true`)
    await served.clock.advance(20_000)
    const text = await (await asked).text()
    expect(text).toContain('failure="denied_by_policy",fault="policy"')
    expect(text).not.toContain('probe_ip_addr_hash')
    expect(text).not.toContain('first address')
  })

  it('is allowed by who asks, where the policy goes by that', async () => {
    const rules = [{ allow: { networks: ['198.51.100.0/24'], callers: ['192.0.2.7'] } }]
    await using served = await serveMonitor({ http: { probePolicy: { rules } } })
    const asked = served.ask('/probe?target=198.51.100.1:1001')
    await served.clock.advance(1_000)
    expect(await (await asked).text()).toContain('denied_by_policy')
  })

  it('follows the policy of a newer config', async () => {
    await using served = await serveMonitor({ http: HTTP })
    const asked = served.ask('/probe?target=198.51.100.1:1001')
    await served.clock.advance(1_000)
    expect(await (await asked).text()).toContain('probe_success 1\n')
    const { http } = served.options.config()
    if (!http) throw new TypeError('http is on')
    served.configure({ http: { ...http, probePolicy: { rules: [] } } })
    const again = served.ask('/probe?target=198.51.100.1:1001')
    await served.clock.advance(1_000)
    expect(await (await again).text()).toContain('denied_by_policy')
  })

  it.each([
    ['', 'the parameter `target` is missing'],
    ['target=', 'the parameter `target` is missing'],
    ['target=a:b', '"a:b" is not HOST:PORT or [IPV6]:PORT'],
    ['target=198.51.100.1', '`port` is required'],
    ['target=198.51.100.1:0', '`port` must be an integer from 1 to 65535, got 0 (number)'],
    ['target=a_b!:1', '`host` must be'],
    ['target=%1b[2J:1', 'is not HOST:PORT'],
    ['target=a:1&module=http_2xx', 'there is no module "http_2xx"'],
    ['target=a:1&module=__proto__', 'there is no module "__proto__"'],
    ['target=a:1&module=constructor', 'there is no module "constructor"'],
  ])('that cannot be made is refused as text: %s', async (query, words) => {
    await using served = await serveMonitor({ http: HTTP })
    const response = await served.ask(`/probe?${query}`)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(await response.text()).toContain(words)
  })

  it('with a time that is none is refused', async () => {
    await using served = await serveMonitor({ http: HTTP })
    const headers = { 'X-Prometheus-Scrape-Timeout-Seconds': 'soon' }
    expect((await served.ask('/probe?target=a:1', { headers })).status).toBe(400)
  })

  it('tells with debug what it did', async () => {
    await using served = await serveMonitor({ http: HTTP })
    served.fault('refused', 1)
    const asked = served.ask('/probe?target=198.51.100.1:1001&debug=true')
    await served.clock.advance(1_000)
    const text = await (await asked).text()
    expect(text).toContain('module tcp_connect, target 198.51.100.1 port 1001, at most 10 s\n')
    expect(text).toMatch(/198\.51\.100\.1: refused, ECONNREFUSED after 0\.\d+ s/)
    expect(text).toContain('the probe failed: Connection refused - fault: target\n')
    expect(text).toContain('probe_success 0\n')
  })

  it('waits for no place where too many are under way', async () => {
    await using served = await serveMonitor({ http: HTTP })
    served.fault('silent', 1)
    const asked = Array.from({ length: 201 }, () => served.ask('/probe?target=198.51.100.1:1001'))
    await served.clock.advance(30_000)
    const statuses = (await Promise.all(asked)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 503)).toHaveLength(1)
  })
})
