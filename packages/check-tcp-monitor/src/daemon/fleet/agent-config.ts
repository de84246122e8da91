import type { MonitorConfig } from '../../core/config/monitor-config.js'
import type { AgentConfig } from '../../core/link/agent-config.js'

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

/** The config by which an agent's monitor runs: the checks of the hub, and nobody to notify. */
export function agentMonitorConfig(
  { checks }: Pick<AgentConfig, 'checks'>,
  { location, directory }: { readonly location: string; readonly directory: string },
): MonitorConfig {
  return {
    files: [],
    location,
    directory,
    // They stand in no file of this machine.
    checks: checks.map((check) => ({ ...check, alert: false, file: 'hub', line: 0 })),
    alerting: { channels: [], routes: [], inhibitions: [] },
    retention: AGENT_RETENTION,
    http: undefined,
    concurrency: CONCURRENCY,
  }
}
