import type { AlertingConfig } from '../../../core/config/alerting.js'
import type { MonitoredCheck } from '../../../core/config/check.js'
import type { MonitorConfig } from '../../../core/config/monitor-config.js'
import type { AgentConfig } from '../../../core/link/agent-config.js'

const HOUR_MS = 3_600_000

/** An agent keeps what its own verdicts and baselines need; the history of the fleet is the hub's. */
export const AGENT_RETENTION = {
  rawMs: 24 * HOUR_MS,
  minuteMs: 7 * 24 * HOUR_MS,
  hourMs: 60 * 24 * HOUR_MS,
  incidentMs: 60 * 24 * HOUR_MS,
} as const

/** Checks under way at once. */
const CONCURRENCY = 500

interface AgentSurroundings {
  readonly location: string
  readonly directory: string
  /** Its own, beside the checks of the hub. */
  readonly canaries: readonly MonitoredCheck[]
  readonly alerting: AlertingConfig
  /** No hub answers, so that it notifies by itself. */
  readonly isAlone: boolean
}

/** The config by which an agent's monitor runs: the checks of the hub, and nobody to notify but while it is alone. */
export function agentMonitorConfig(
  { checks }: Pick<AgentConfig, 'checks'>,
  { location, directory, canaries, alerting, isAlone }: AgentSurroundings,
): MonitorConfig {
  const names = new Set(checks.map(({ id }) => id))
  return {
    files: [],
    location,
    directory,
    checks: [
      // They stand in no file of this machine.
      ...checks.map((each) => ({
        ...each,
        alert: isAlone && each.alert,
        file: 'hub',
        line: 0,
      })),
      ...canaries.filter(({ id }) => !names.has(id)),
    ],
    alerting,
    retention: AGENT_RETENTION,
    http: undefined,
    concurrency: CONCURRENCY,
  }
}
