import { formatDiagnostic } from 'check-tcp/files'
import type { LoadedConfig } from '../config/load-config.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Log } from '../core/log.js'

/** What of a config cannot change while the monitor runs. */
const FIXED = ['location', 'directory', 'concurrency'] as const

/** What its reading warned of. */
export function warnOfConfig({ warnings }: LoadedConfig, log: Log): void {
  for (const warning of warnings) log.warn({}, formatDiagnostic(warning))
}

/** What of a config that was loaded takes a restart. */
export function warnOfFixed(loaded: MonitorConfig, before: MonitorConfig, log: Log): void {
  for (const key of FIXED) {
    if (loaded[key] === before[key]) continue
    log.warn({}, `${key} changes when the monitor is restarted; until then it stays ${before[key]}`)
  }
  if (listensAt(loaded) !== listensAt(before)) {
    log.warn(
      {},
      `http listens elsewhere when the monitor is restarted; until then ${listensAt(before)}`,
    )
  }
}

function listensAt({ http }: MonitorConfig): string {
  return http ? `at ${http.host} port ${http.port}` : 'nowhere'
}
