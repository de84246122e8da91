import { validateCheck } from 'check-tcp'
import type { MonitoredCheck } from '../../../src/core/config/check.js'
import type { CheckFleet } from '../../../src/core/config/fleet.js'
import type { MonitorConfig } from '../../../src/core/config/monitor-config.js'
import { Draws } from '../draws.js'
import type { SimulatedHost } from '../world.js'
import { drawFleetFaults, type FleetFault } from './fleet-faults.js'

/** Everything that a seed decides beforehand. */
export interface FleetScenario {
  readonly seed: number
  readonly durationMs: number
  readonly locations: readonly string[]
  /** How far the wall clock of each location's machine is ahead of the hub's, milliseconds. */
  readonly skews: readonly number[]
  /** How many results the spool of each agent keeps. */
  readonly spools: readonly number[]
  readonly hosts: readonly SimulatedHost[]
  readonly config: MonitorConfig
  readonly faults: readonly FleetFault[]
  readonly draws: Draws
}

const MINUTE = 60_000
const NAMES = ['fra', 'nyc', 'ams', 'sin', 'syd']

/** Never at fault, so that every location can tell whether it sees. */
const CANARIES = [100, 101, 102]

export function drawFleetScenario(seed: number, durationMs: number): FleetScenario {
  const draws = new Draws(seed)
  const locations = NAMES.slice(0, draws.between(1, 5))
  const targets = draws.between(2, 4)
  const hosts = [...Array.from({ length: targets }, (_, index) => index), ...CANARIES].map(
    (index) => ({
      ...{ index, address: `198.51.100.${index}`, behindSwitch: false },
      roundTripMs: 1 + 30 * draws.next(),
    }),
  )
  const partialAfterMs = draws.pick([0, 1, 5]) * MINUTE
  const checks = hosts.map((host) => drawCheck(draws, host, locations, partialAfterMs))
  const size = { durationMs, locations: locations.length, targets }
  return {
    seed,
    durationMs,
    locations,
    skews: locations.map(() => draws.pick([0, 0, -90_000, 120_000])),
    spools: locations.map(() => draws.pick([Number.POSITIVE_INFINITY, 60])),
    hosts,
    faults: drawFleetFaults(draws, size),
    draws,
    config: {
      files: [],
      location: 'hub',
      directory: '/nowhere',
      locations: locations.map((name) => ({ name, tags: [] })),
      hub: { host: '127.0.0.1', port: 9_117, urls: ['https://hub.example:9117'] },
      checks,
      alerting: {
        channels: [{ kind: 'command', name: 'first', command: ['true'] }],
        routes: [
          {
            ...{ name: 'all', tags: [], severities: [], channels: ['first'], continue: false },
            ...{ groupBy: [], groupWaitMs: draws.pick([0, 10_000]), quiet: [] },
          },
        ],
        inhibitions: [],
      },
      retention: { rawMs: 0, minuteMs: 0, hourMs: 0, incidentMs: 0 },
      http: undefined,
      concurrency: 100,
    },
  }
}

function drawCheck(
  draws: Draws,
  { index, address }: SimulatedHost,
  locations: readonly string[],
  partialAfterMs: number,
): MonitoredCheck {
  const isCanary = CANARIES.includes(index)
  const isNamed = !isCanary && draws.chance(0.5)
  const fleet: CheckFleet = {
    from: locations,
    quorum: isCanary ? 'majority' : draws.pick(['majority', 'majority', 'all', 'any'] as const),
    accepted: [],
    partialAfterMs,
  }
  return {
    id: `check_${index}`,
    plugin: 'check_tcp_connection',
    parameters: validateCheck({
      host: isNamed ? `h${index}.example.com` : address,
      port: 1_000 + index,
      timeout: draws.pick([1.5, 3]),
      attempts: 1,
      family: 4,
    }),
    everyMs: draws.pick([1, 2]) * MINUTE,
    tags: [],
    confirm: draws.between(1, 3),
    confirmEveryMs: 2_000,
    recover: draws.between(1, 2),
    slowConfirm: 5,
    baseline: false,
    severity: 'critical',
    degradedSeverity: 'warning',
    alert: true,
    dependsOn: [],
    maintenance: [],
    canary: isCanary,
    fleet,
    file: 'simulated',
    line: 1,
  }
}
