// A monitor of many services that there are not, with its dashboard, for bench/dashboard*.mjs.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock as clock, createChecker, validateCheck } from 'check-tcp'
import { createRouter, Monitor, ThreadedStore } from 'check-tcp-monitor'
import { openHttp } from '../packages/check-tcp-monitor/dist/http/open-http.js'
import { DemoWorld } from '../scripts/demo/demo-world.mjs'

const COUNT = Number(process.argv[2])
const EVERY_MS = Number(process.argv[3])

const services = Array.from({ length: COUNT }, (_, index) => ({
  name: `service-${index}`,
  host: `service-${index}.example.com`,
  address: `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`,
  port: 443,
  ms: 0.5 + (index % 40),
}))
const world = new DemoWorld([], clock, 1)
const byHost = new Map(services.map((service) => [service.host, service]))
const byAddress = new Map(services.map((service) => [service.address, service]))
// The demo's own search through all services would take longer than the check.
const resolver = {
  lookup: (name) => ({
    answer: async (family) =>
      family === 4
        ? { kind: 'addresses', addresses: [{ text: byHost.get(name).address, family: 4 }] }
        : { kind: 'none', code: 'ENODATA' },
  }),
}
const engine = {
  name: 'node',
  close: async () => {},
  connect({ address }, settle) {
    const { name, ms } = byAddress.get(address.text)
    const common = { engine: 'node', connectMs: ms }
    clock.setTimer(ms, () =>
      settle(
        world.stateOf(name)
          ? {
              ...common,
              kind: 'failed',
              system: { code: 'ECONNREFUSED', syscall: 'connect', fromNetwork: true },
            }
          : {
              ...common,
              ...{ kind: 'connected', kernelMs: ms * (0.9 + 0.2 * Math.random()) },
              ...{ sourceAddress: '192.0.2.1', sourcePort: 40_000 },
              ...{ synRetransmits: 0, selfConnected: false },
            },
      ),
    )
  },
}
const directory = mkdtempSync(join(tmpdir(), 'check-tcp-bench-'))
const config = {
  ...{ files: ['monitor.yaml'], location: 'bench', directory, concurrency: 1_000 },
  checks: services.map(({ name, host, port }, index) => ({
    ...{ id: name, plugin: 'check_tcp_connection', everyMs: EVERY_MS },
    parameters: validateCheck({ host, port, timeout: 3 }),
    tags: [`team-${index % 40}`],
    ...{ confirm: 2, confirmEveryMs: 1_000, recover: 1, slowConfirm: 5 },
    ...{ baseline: false, severity: 'critical', degradedSeverity: 'warning', alert: true },
    ...{ dependsOn: [], maintenance: [], canary: false, file: 'monitor.yaml', line: 1 },
  })),
  alerting: { channels: [], routes: [], inhibitions: [] },
  retention: { rawMs: 0, minuteMs: 0, hourMs: 0, incidentMs: 0 },
  http: { host: '127.0.0.1', port: 0, hosts: [], modules: {} },
}
const store = await ThreadedStore.open({ directory })
const checker = createChecker({ clock, engine, resolver, authorisation: 'bench' })
const monitor = new Monitor({
  ...{ config, clock, checker, store, random: Math.random },
  router: createRouter(config.alerting),
  baselines: { of: () => ({ typicalMs: 20, highMs: 60 }) },
})
monitor.events.subscribe(({ type, data }) => {
  if (type === 'verdict') process.send({ verdict: data.verdict, id: data.id, at: Date.now() })
})
await monitor.start()
const http = await openHttp({ config: () => config, monitor, store, clock, version: 'bench' })
process.on('message', ({ name, state }) => world.set(name, state))
process.on('SIGTERM', async () => {
  await http.close()
  await monitor.stop()
  await store.close()
  rmSync(directory, { recursive: true, force: true })
  process.exit(0)
})
process.send({ url: http.url })
