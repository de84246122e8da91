import type { ValidCheck } from 'check-tcp'
import { hostAndPort } from 'check-tcp/words'
import type { MonitoredCheck } from '../../../core/config/check.js'

const EVERY_MS = 60_000

/** The canaries that an agent has beside the checks of its hub: nobody is notified of them, and the hub hears nothing of them. */
export function ownCanaries(targets: readonly ValidCheck[]): readonly MonitoredCheck[] {
  return targets.map((parameters) => ({
    id: `canary ${hostAndPort(parameters.host, parameters.port)}`,
    plugin: 'check_tcp_connection',
    parameters,
    everyMs: EVERY_MS,
    tags: [],
    confirm: 3,
    confirmEveryMs: 2_000,
    recover: 2,
    slowConfirm: 5,
    baseline: false,
    severity: 'info',
    degradedSeverity: 'info',
    alert: false,
    dependsOn: [],
    maintenance: [],
    canary: true,
    file: 'agent.yaml',
    line: 0,
  }))
}
