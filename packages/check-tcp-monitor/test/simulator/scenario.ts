import { validateCheck } from 'check-tcp'
import type { AlertingConfig } from '../../src/core/config/alerting.js'
import type { MonitoredCheck } from '../../src/core/config/check.js'
import type { MonitorConfig } from '../../src/core/config/monitor-config.js'
import { Draws } from './draws.js'
import { drawFaults, type Fault } from './faults.js'
import type { SimulatedHost } from './world.js'

/** Everything that a seed decides beforehand. */
export interface Scenario {
  readonly seed: number
  readonly durationMs: number
  readonly hosts: readonly SimulatedHost[]
  readonly config: MonitorConfig
  readonly faults: readonly Fault[]
  /** For what is drawn while it runs. */
  readonly draws: Draws
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

export function drawScenario(seed: number, durationMs: number): Scenario {
  const draws = new Draws(seed)
  const count = draws.between(3, 6)
  const hosts = Array.from({ length: count }, (_, index) => ({
    index,
    address: `198.51.100.${index}`,
    // The first one is the switch's own address.
    behindSwitch: index === 0 || draws.chance(0.4),
    roundTripMs: 1 + 30 * draws.next(),
  }))
  const checks = hosts.map((host) => drawCheck(draws, host))
  const appointed = draws.chance(0.5)
  const canaries: MonitoredCheck[] = []
  if (appointed) {
    for (const index of [100, 101, 102]) {
      const host = { index, address: `198.51.100.${index}`, behindSwitch: false, roundTripMs: 2 }
      hosts.push(host)
      canaries.push({
        ...drawCheck(draws, host),
        id: `canary_${index}`,
        canary: true,
        dependsOn: [],
      })
    }
  }
  const shut = drawShut(draws)
  const services = drawServices(draws, hosts[count - 1])
  hosts.push(...shut, ...services)
  const more = [...shut, ...services].map((host) => drawCheck(draws, host))
  const others = { shut: shut.map(({ index }) => index), machine: services[0]?.index }
  return {
    seed,
    durationMs,
    hosts,
    faults: drawFaults(draws, durationMs, count, others),
    draws,
    config: {
      files: [],
      location: 'lab',
      directory: '/nowhere',
      checks: [...checks, ...canaries, ...more],
      alerting: drawAlerting(draws),
      retention: { rawMs: 0, minuteMs: 0, hourMs: 0, incidentMs: 0 },
      http: undefined,
      concurrency: 100,
    },
  }
}

/** Hosts with a port that is to be closed. */
function drawShut(draws: Draws): SimulatedHost[] {
  return [200, 201].slice(draws.between(0, 2)).map((index) => ({
    index,
    address: `198.51.100.${index}`,
    behindSwitch: false,
    roundTripMs: 5,
    shut: draws.pick(['silent', 'silent', 'refusing'] as const),
  }))
}

/** More services of a host that is there already. */
function drawServices(draws: Draws, host: SimulatedHost | undefined): SimulatedHost[] {
  if (!host || draws.chance(0.6)) return []
  return [210, 211, 212, 213].map((index) => ({ ...host, index }))
}

function drawCheck(
  draws: Draws,
  { index, address, behindSwitch, shut }: SimulatedHost,
): MonitoredCheck {
  const named = index !== 0 && index < 100 && draws.chance(0.5)
  return {
    id: `check_${index}`,
    plugin: 'check_tcp_connection',
    parameters: validateCheck({
      host: named ? `h${index}.example.com` : address,
      // So that the world knows by the port whose connect it is.
      port: 1_000 + index,
      timeout: draws.pick([1.5, 3, 5]),
      attempts: 1,
      retry_delay: 1,
      family: 4,
      ...(shut
        ? { expect: shut === 'silent' ? draws.pick(['closed', 'filtered']) : 'closed' }
        : {}),
    }),
    everyMs: draws.pick([10, 10, 15]) * MINUTE,
    tags: index % 2 === 0 ? ['even'] : [],
    confirm: draws.between(2, 4),
    confirmEveryMs: draws.pick([2_000, 5_000]),
    recover: draws.between(1, 3),
    slowConfirm: draws.between(2, 5),
    expectedResponseMs: 200,
    baseline: false,
    severity: 'critical',
    degradedSeverity: 'warning',
    alert: true,
    dependsOn: behindSwitch && index > 0 ? ['check_0'] : [],
    maintenance: draws.chance(0.1)
      ? [{ cron: '0 3 * * *', timeZone: 'Europe/Berlin', durationMs: 2 * HOUR }]
      : [],
    canary: false,
    file: 'simulated',
    line: 1,
  }
}

function drawAlerting(draws: Draws): AlertingConfig {
  const groupWaitMs = draws.pick([0, 10_000, 30_000])
  const route = {
    tags: [],
    severities: [],
    channels: ['first', 'second'],
    continue: false,
    groupBy: draws.pick([[], ['location'], ['severity']] as const),
    groupWaitMs,
    quiet: draws.chance(0.2)
      ? [{ cron: '0 22 * * *', timeZone: 'Europe/Berlin', durationMs: 8 * HOUR }]
      : [],
  }
  return {
    channels: ['first', 'second'].map((name) => ({ kind: 'command', name, command: ['true'] })),
    routes: [
      { ...route, name: 'even', tags: ['even'], channels: ['first'], continue: true },
      { ...route, name: 'all', ...(draws.chance(0.3) ? { repeatMs: 4 * HOUR } : {}) },
    ],
    inhibitions: [],
  }
}
