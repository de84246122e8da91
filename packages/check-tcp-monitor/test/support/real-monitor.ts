import { createChecker, systemClock } from 'check-tcp'
import { createRouter } from '../../src/alert/route/router.js'
import type { MonitorConfig } from '../../src/core/config/monitor-config.js'
import type { OpenedHttp } from '../../src/http/listener.js'
import { openHttp } from '../../src/http/open-http.js'
import { Monitor } from '../../src/monitor/monitor.js'
import { SqliteStore } from './sqlite-store.js'

export interface RealMonitor extends AsyncDisposable {
  readonly http: OpenedHttp
  readonly monitor: Monitor
}

/** A monitor of the real network, whose API listens on a free port of this machine. */
export async function startMonitor(
  parts: Pick<MonitorConfig, 'checks' | 'http'>,
): Promise<RealMonitor> {
  const config: MonitorConfig = {
    files: [],
    location: 'lab',
    directory: ':memory:',
    alerting: { channels: [], routes: [], inhibitions: [] },
    retention: { rawMs: 0, minuteMs: 0, hourMs: 0, incidentMs: 0 },
    concurrency: 100,
    ...parts,
  }
  const clock = systemClock
  const store = SqliteStore.open({ directory: ':memory:' })
  const checker = createChecker({ clock })
  const monitor = new Monitor({
    config,
    router: createRouter(config.alerting),
    clock,
    random: Math.random,
    checker,
    store,
    baselines: { of: () => undefined },
  })
  await monitor.start()
  const http = await openHttp({ config: () => config, monitor, store, clock, version: '1.2.3' })
  return {
    http,
    monitor,
    async [Symbol.asyncDispose]() {
      await http.close()
      await monitor.stop()
      await checker.close()
      await store.close()
    },
  }
}
