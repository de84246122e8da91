import type { Route } from '../../src/core/alerting.js'
import type { MonitoredCheck } from '../../src/core/check.js'
import { Draws } from './draws.js'
import type { Fault } from './faults.js'
import type { Scenario } from './scenario.js'
import { addressOf } from './world.js'

/** A scenario that is written, not drawn. */
export interface Stage {
  readonly targets: number
  readonly durationMs: number
  readonly faults: readonly Fault[]
  /** Targets go by names and not by addresses. */
  readonly named?: boolean
  /** Canaries that the config appoints. @default 3 */
  readonly canaries?: number
  /** Every target but the first depends on the first, which is the switch that they stand behind. */
  readonly behindSwitch?: boolean
  readonly everyMs?: number
  readonly groupBy?: Route['groupBy']
}

const CANARY = 2_000

export function stage({
  targets,
  durationMs,
  faults,
  named = false,
  canaries = 3,
  behindSwitch = false,
  everyMs = 60_000,
  groupBy = [],
}: Stage): Scenario {
  const indices = [
    ...Array.from({ length: targets }, (_, index) => index),
    ...Array.from({ length: canaries }, (_, index) => CANARY + index),
  ]
  const hosts = indices.map((index) => ({
    index,
    address: addressOf(index),
    behindSwitch: behindSwitch && index < CANARY,
    roundTripMs: 5,
  }))
  const checks = indices.map((index): MonitoredCheck => {
    const canary = index >= CANARY
    return {
      id: `check_${index}`,
      plugin: 'check_tcp_connection',
      parameters: {
        host: named && !canary ? `h${index}.example.com` : addressOf(index),
        port: 1_000 + index,
        timeout: 3,
        attempts: 1,
        retry_delay: 1,
        family: 4,
      },
      everyMs,
      tags: [],
      confirm: 3,
      confirmEveryMs: 2_000,
      recover: 2,
      slowConfirm: 5,
      baseline: false,
      severity: 'critical',
      degradedSeverity: 'warning',
      alert: true,
      dependsOn: behindSwitch && index > 0 && !canary ? ['check_0'] : [],
      maintenance: [],
      canary,
      file: 'staged',
      line: 1,
    }
  })
  return {
    seed: 0,
    durationMs,
    hosts,
    faults,
    draws: new Draws(1),
    config: {
      files: [],
      location: 'lab',
      directory: '/nowhere',
      checks,
      alerting: {
        channels: [{ kind: 'command', name: 'first', command: ['true'] }],
        routes: [
          {
            name: 'all',
            tags: [],
            severities: [],
            channels: ['first'],
            continue: false,
            groupBy,
            groupWaitMs: 10_000,
            quiet: [],
          },
        ],
        inhibitions: [],
      },
      retention: { rawMs: 0, minuteMs: 0, hourMs: 0, incidentMs: 0 },
      http: undefined,
      concurrency: 1_000,
    },
  }
}
