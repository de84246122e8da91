import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChecker, validateCheck } from 'check-tcp'
import { createRouter, Monitor, ThreadedStore } from 'check-tcp-monitor'
import { Alerting } from '../../packages/check-tcp-monitor/dist/alert/alerting.js'
import { openHttp } from '../../packages/check-tcp-monitor/dist/http/open-http.js'
import { DemoClock } from './demo-clock.mjs'
import { demoEvidence } from './demo-evidence.mjs'
import { DEMO_LOCATIONS, DemoFleet } from './demo-fleet.mjs'
import { demoHistory } from './demo-history.mjs'
import { DEMO_SERVICES } from './demo-services.mjs'
import { DemoWorld } from './demo-world.mjs'

const MINUTE = 60_000
const EVERY = 30_000

/** How much of the past is checked, rather than made up. */
const PLAYED_MINUTES = 40

/** Of programs that take every message. */
const ALERTING = {
  channels: ['ops-chat', 'on-call'].map((name) => ({ kind: 'command', name, command: ['true'] })),
  routes: [
    {
      ...{ name: 'everybody', tags: [], severities: [], channels: ['ops-chat', 'on-call'] },
      ...{ continue: false, groupBy: ['check'], groupWaitMs: 1_000, quiet: [] },
    },
  ],
  inhibitions: [],
}

/** Records that are imported at once. */
const CHUNK = 1_000

/**
 * A monitor of a network that there is not, with weeks of history, that goes on checking: for screenshots, and for tests of
 * pages. The same seed makes the same past.
 *
 * @param days of history
 * @returns its address, the network to make things happen in, and what ends it
 */
export async function startDemo({
  services: named = DEMO_SERVICES,
  seed = 7,
  days = 40,
  minutes = PLAYED_MINUTES,
  token,
  everyMs = EVERY,
  tokens,
  fleet: hasFleet = false,
  channels: hasChannels = false,
} = {}) {
  const services = named.map((each, index) => ({ ...each, address: addressOf(each, index) }))
  const location = 'office'
  const directory = mkdtempSync(join(tmpdir(), 'check-tcp-demo-'))
  const clock = new DemoClock(Date.now() - minutes * MINUTE)
  const world = new DemoWorld(services, clock, seed)
  const config = {
    ...{ files: ['monitor.yaml'], location, directory, concurrency: 1_000 },
    checks: services.map((service, index) => checkOf(service, index, { everyMs, hasFleet })),
    alerting: hasChannels ? ALERTING : { channels: [], routes: [], inhibitions: [] },
    ...(hasFleet ? { locations: DEMO_LOCATIONS.map(({ name, tags }) => ({ name, tags })) } : {}),
    retention: { rawMs: 7 * 86_400_000, minuteMs: 0, hourMs: 0, incidentMs: 0 },
    http: {
      ...{ host: '127.0.0.1', port: 0, hosts: [], modules: {} },
      ...(token === undefined ? {} : { token }),
      ...(tokens === undefined ? {} : { tokens }),
    },
  }
  const { engine, resolver } = world
  const checker = createChecker({ clock, engine, resolver, authorisation: 'demo' })
  const store = await ThreadedStore.open({ directory })
  await importAll(store, demoHistory(services, { end: clock.wallMs(), days, location, seed }))
  const router = createRouter(config.alerting)
  const fleet = new DemoFleet(clock, world, seed)
  const alerting = new Alerting({
    ...{ store, clock, location, random: Math.random, environment: process.env },
    log: { info() {}, warn() {}, error() {} },
    memory: { recall: async () => undefined, keep: async () => {} },
    onHealth: () => {},
    healthy: () => true,
  })
  const serviceOf = (id) => services.find(({ name }) => name === id)
  const monitor = new Monitor({
    ...{ config, clock, checker, store, router },
    votes: fleet.votes,
    onOutbox: () => alerting.wake(),
    onEvidence: () => alerting.wake(),
    lookAt: async ({ check, location: from }) => {
      await new Promise((resolve) => clock.setTimer(800, resolve))
      return demoEvidence(serviceOf(check.id), { at: Math.floor(clock.wallMs()), location: from })
    },
    random: Math.random,
    baselines: {
      of: (id) => (hasFleet && serviceOf(id)?.fromAll ? undefined : baselineOf(serviceOf(id))),
    },
  })
  await monitor.start()
  if (hasChannels) alerting.take(config.alerting, router)
  const seenFromAll = services.filter((each) => hasFleet && each.fromAll)
  if (hasFleet) await fleet.start(seenFromAll, monitor, store, everyMs)
  await play(services, { world, monitor, clock, minutes })
  const end = clock.live()
  const http = await openHttp({
    ...{ config: () => config, monitor, store, clock },
    version: '0.1.0',
    channels: alerting,
    deliveries: () => alerting.deliveries(),
    deliver: () => alerting.wake(),
    warnings: () => [],
    fleet: () => (hasFleet ? fleet.asFleet() : undefined),
  })
  return {
    ...{ url: http.url, world, monitor, clock },
    pageSource: {
      ...{ clock, status: monitor, queries: store.queries },
      checks: () => config.checks,
      planned: () => monitor.plannedMaintenance(),
    },
    async close() {
      fleet.stop()
      await http.close()
      end()
      await Promise.race([monitor.stop(), clock.advance(60_000)])
      await monitor.stop()
      await alerting.stop()
      await store.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Of the networks for documentation (RFC 5737), or of private ones where those run out. */
function addressOf({ host }, index) {
  if (/^[\d.]+$/.test(host)) return host
  return index < 200
    ? `203.0.113.${index + 10}`
    : `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
}

function checkOf(service, index, { everyMs, hasFleet }) {
  const { name, host, port, tags, description, canary = false, maintenance = false } = service
  return {
    id: name,
    ...(description === undefined ? {} : { description }),
    plugin: 'check_tcp_connection',
    parameters: validateCheck({ host, port, timeout: 3 }),
    ...{ everyMs, tags, confirm: 2, confirmEveryMs: 2_000, recover: 1, slowConfirm: 3 },
    ...{ baseline: true, severity: 'critical', degradedSeverity: 'warning', alert: true },
    ...{ dependsOn: name.startsWith('shop-') ? ['cache'] : [], canary },
    maintenance: maintenance ? [{ cron: '0 * * * *', timeZone: 'UTC', durationMs: 3_600_000 }] : [],
    ...(hasFleet && service.fromAll
      ? {
          fleet: {
            from: DEMO_LOCATIONS.map((each) => each.name),
            ...{ quorum: 'majority', accepted: [], partialAfterMs: 600_000 },
          },
        }
      : {}),
    ...{ file: 'monitor.yaml', line: 20 + 6 * index },
  }
}

function baselineOf(service) {
  return service && { typicalMs: service.ms * 1.1, highMs: service.ms * 2.5 }
}

async function importAll(store, records) {
  let chunk = []
  for (const each of records) {
    chunk.push(each)
    if (chunk.length < CHUNK) continue
    await store.admin.importRecords(chunk)
    chunk = []
  }
  await store.admin.importRecords(chunk)
}

/** Lets happen what is to be seen, each at its minute before now. */
async function play(services, { world, monitor, clock, minutes: played }) {
  const end = clock.wallMs() + played * MINUTE
  const begins = services
    .filter(({ now }) => now !== undefined)
    .sort((a, b) => b.minutes - a.minutes)
  const silenced = services.filter((service) => service.silenced)
  for (const { name } of silenced) {
    const from = Math.floor(clock.wallMs())
    const until = from + 8 * 3_600_000
    await monitor.silence({
      id: `silence-${name}`,
      matches: name,
      from,
      until,
      by: 'Kim',
      note: 'new host is being set up',
    })
  }
  for (const { name, now, minutes } of begins) {
    await clock.advance(Math.max(0, end - minutes * MINUTE - clock.wallMs()))
    world.set(name, now)
    // Programs that take messages run in real time.
    for (let more = 0; more < 12; more++) {
      await clock.advance(5_000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  await clock.advance(end - clock.wallMs())
  await clock.advance(Date.now() - clock.wallMs())
}
