import { readFile } from 'node:fs/promises'
import { Registry } from 'prom-client'
import { describe, expect, it } from 'vitest'
import { AWKWARD, checkOf, serveMonitor } from '../../../test/support/served-monitor.js'
import { CheckMetrics } from './check-metrics.js'
import { CHECK_SERIES, typeOf } from './check-series.js'
import { CheckTimes } from './check-times.js'
import { MonitorMetrics } from './monitor-metrics.js'
import { Series } from './series.js'

const MINUTE = 60_000
const WEB = 'check="web",target="198.51.100.1:1001",location="lab"'

describe('metrics', () => {
  it('tell what is believed of each check', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(MINUTE)
    served.fault('refused', 2)
    await served.clock.advance(3 * MINUTE)
    const text = await (await served.ask('/metrics')).text()
    expect(text).toContain(`check_tcp_up{${WEB}} 1\n`)
    expect(text).toContain('check_tcp_up{check="db",target="198.51.100.2:1002",location="lab"} 0\n')
    expect(text).toContain(`check_tcp_verdict{${WEB},verdict="up"} 1\n`)
    expect(text).toContain(`check_tcp_verdict{${WEB},verdict="down"} 0\n`)
    expect(text).toMatch(/check_tcp_last_response_seconds\{check="web",.*\} 0\.0\d/)
    expect(text).toContain('check_tcp_watched{verdict="down"} 1\n')
    expect(text).toContain('check_tcp_incidents_open{severity="critical"} 1\n')
    expect(text).toMatch(/check_tcp_failures_total\{failure="refused",fault="target"\} [1-9]/)
    expect(text).toMatch(/check_tcp_checks_total\{outcome="good"\} [1-9]/)
    expect(text).toMatch(/check_tcp_response_seconds_count [1-9]/)
    expect(text).toContain('check_tcp_location_isolated{location="lab"} 0\n')
    expect(text).toContain('check_tcp_store_up 1\n')
    expect(text).toContain(`check_tcp_build_info{version="1.2.3",node="${process.version}"} 1\n`)
  })

  it('count the time in each state, which goes on between checks and never back', async () => {
    await using served = await serveMonitor()
    const secondsOf = async (state: string) => {
      const text = await (await served.ask('/metrics')).text()
      const name = `check_tcp_state_seconds_total{${WEB},state="${state}"} `
      const line = text.split('\n').find((each) => each.startsWith(name))
      return line === undefined ? undefined : Number(line.slice(name.length))
    }
    await served.clock.advance(5 * MINUTE)
    const before = (await secondsOf('up')) ?? 0
    expect(before).toBeGreaterThan(230)
    expect(await secondsOf('down')).toBe(0)
    expect(await secondsOf('unknown')).toBeUndefined()
    served.clock.stepWall(-60 * MINUTE)
    await served.clock.advance(20_000)
    expect(await secondsOf('up')).toBeCloseTo(before + 20, 3)
    served.fault('refused', 1)
    await served.clock.advance(10 * MINUTE)
    expect(await secondsOf('down')).toBeGreaterThan(530)
  })

  it('have no sample of a target of which nothing is known', async () => {
    await using served = await serveMonitor()
    const text = await (await served.ask('/metrics')).text()
    expect(text).not.toContain('check_tcp_up{')
    expect(text).toContain(`check_tcp_verdict{${WEB},verdict="pending"} 1\n`)
  })

  it('show awkward names without control characters and quotes', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(MINUTE)
    const text = await (await served.ask('/metrics')).text()
    expect(text).toContain('check="100% a/b?ü#\\"\\\\x07"')
    expect(AWKWARD).toContain('\u0007')
  })

  it('lose the series of checks that leave the config', async () => {
    await using served = await serveMonitor()
    await served.clock.advance(MINUTE)
    served.configure({ checks: [checkOf('web', 1)] })
    const text = await (await served.ask('/metrics')).text()
    expect(text).toContain('check="web"')
    expect(text).not.toContain('check="db"')
  })

  it('tell only totals of checks beyond their bound, and how many those are', async () => {
    await using served = await serveMonitor()
    const registry = new Registry()
    const times = new CheckTimes(served.monitor.events, served.clock)
    const part = new CheckMetrics(new Series(registry), served.monitor, times, 2)
    await part.collect()
    const text = (await registry.metrics()) + part.text()
    expect(text).toContain('check_tcp_series_omitted 1\n')
    expect(text).toContain('check_tcp_watched{verdict="pending"} 3\n')
    expect(text.match(/check_tcp_verdict\{/g)).toHaveLength(10)
  })

  it('tell how notices are delivered, and that a config was not taken', async () => {
    const deliveries = () => [
      { channel: 'ops', delivered: 3, failed: 1, refused: 0, pending: 2 },
      { channel: 'hook', delivered: 0, failed: 0, refused: 4 },
    ]
    await using served = await serveMonitor({ extras: { deliveries } })
    served.monitor.noteReloadProblem('no')
    for (let scrape = 0; scrape < 2; scrape++) {
      const text = await (await served.ask('/metrics')).text()
      expect(text).toContain('check_tcp_notifications_total{channel="ops",outcome="delivered"} 3\n')
      expect(text).toContain('check_tcp_notifications_total{channel="hook",outcome="refused"} 4\n')
      expect(text).toContain('check_tcp_notifications_pending{channel="ops"} 2\n')
      expect(text).toContain('check_tcp_config_last_reload_successful 0\n')
    }
  })

  it('are told while the store does not serve', async () => {
    await using served = await serveMonitor()
    await served.store.close()
    const text = await (await served.ask('/metrics')).text()
    expect(text).toContain('check_tcp_store_up 0\n')
    expect(text).not.toMatch(/^check_tcp_store_size_bytes /m)
  })

  it('let checks have their turn while those of thousands are written', async () => {
    const checks = Array.from({ length: 5_000 }, (_, index) => checkOf(`check ${index}`, index + 1))
    await using served = await serveMonitor({ checks })
    let turns = 0
    let reading = true
    const turn = () => {
      turns++
      if (reading) setImmediate(turn)
    }
    setImmediate(turn)
    await served.ask('/metrics')
    reading = false
    expect(turns).toBeGreaterThan(15)
  })

  it('stay apart from those of another monitor in the process', async () => {
    await using first = await serveMonitor()
    await using second = await serveMonitor()
    await first.clock.advance(MINUTE)
    const text = await (await second.ask('/metrics')).text()
    expect(text).toContain('check_tcp_checks_total{outcome="good"} 0\n')
  })
})

describe('the reference of metrics', () => {
  it('has each of them, with its type, labels and meaning, and no other', async () => {
    await using served = await serveMonitor()
    const { registry } = new MonitorMetrics(served.options, () => 0)
    const own = Object.entries(CHECK_SERIES).map(([name, help]) => ({
      name,
      type: typeOf(name),
      help,
    }))
    const rows = [...own, ...(await registry.getMetricsAsJSON())].map(({ name, type, help }) => {
      return `| \`${name}\` | ${type} | ${help} |`
    })
    const path = new URL('../../../../../docs/reference/metrics.md', import.meta.url)
    const text = await readFile(path, 'utf8')
    const documented = text.split('\n').filter((line) => /^\| `(check_tcp|process)_/.test(line))
    expect(documented.filter((line) => !line.includes('_probe_'))).toEqual(rows)
  })
})
