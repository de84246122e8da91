import { validateCheck } from 'check-tcp'
import type { Route } from '../../src/core/config/alerting.js'
import type { MonitoredCheck } from '../../src/core/config/check.js'
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
  /** All targets are services of the first one's host. */
  readonly oneHost?: boolean
  /** Ports besides that are to be closed, each on a host of its own. @default 0 */
  readonly shut?: number
  /** What those say as long as they are closed. @default 'silent' */
  readonly shutBy?: 'silent' | 'refusing'
  readonly everyMs?: number
  readonly groupBy?: Route['groupBy']
}

const CANARY = 2_000

/** The index of the first port that is to be closed. */
export const SHUT = 3_000

export function stage({
  targets,
  durationMs,
  faults,
  named = false,
  canaries = 3,
  behindSwitch = false,
  oneHost = false,
  shut = 0,
  shutBy = 'silent',
  everyMs = 60_000,
  groupBy = [],
}: Stage): Scenario {
  const indices = [
    ...Array.from({ length: targets }, (_, index) => index),
    ...Array.from({ length: canaries }, (_, index) => CANARY + index),
    ...Array.from({ length: shut }, (_, index) => SHUT + index),
  ]
  const placeOf = (index: number) => (oneHost && index < CANARY ? 0 : index)
  const hosts = indices.map((index) => ({
    index,
    address: addressOf(placeOf(index)),
    ...(index >= SHUT ? { shut: shutBy } : {}),
    behindSwitch: behindSwitch && index < CANARY,
    roundTripMs: 5,
  }))
  const checks = indices.map((index): MonitoredCheck => {
    const canary = index >= CANARY && index < SHUT
    const host = placeOf(index)
    return {
      id: `check_${index}`,
      plugin: 'check_tcp_connection',
      parameters: validateCheck({
        host: named && index < CANARY ? `h${host}.example.com` : addressOf(host),
        port: 1_000 + index,
        timeout: 3,
        attempts: 1,
        retry_delay: 1,
        family: 4,
        ...(index >= SHUT ? { expect: shutBy === 'silent' ? 'filtered' : 'closed' } : {}),
      }),
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
      dependsOn: behindSwitch && index > 0 && index < CANARY ? ['check_0'] : [],
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
