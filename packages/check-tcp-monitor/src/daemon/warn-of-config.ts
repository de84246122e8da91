import { formatDiagnostic } from 'check-tcp/files'
import type { LoadedConfig } from '../config/load-config.js'
import { compareConfigs } from '../config/watch/compare-configs.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Log } from '../core/log.js'

/** What of a config cannot change while the monitor runs. */
const FIXED = ['location', 'directory', 'concurrency'] as const

/** What its reading warned of. */
export function warnOfConfig({ warnings }: LoadedConfig, log: Log): void {
  for (const warning of warnings) log.warn({}, formatDiagnostic(warning))
}

/** What another config has changed, and what of it takes a restart. */
export function logReload(loaded: MonitorConfig, before: MonitorConfig, log: Log): void {
  warnOfFixed(loaded, before, log)
  const { added, removed, changed } = compareConfigs(before, loaded)
  const counts = { added: added.length, removed: removed.length, changed: changed.length }
  log.info(counts, 'the config was reloaded')
}

function warnOfFixed(loaded: MonitorConfig, before: MonitorConfig, log: Log): void {
  for (const key of FIXED) {
    if (loaded[key] === before[key]) continue
    log.warn({}, `${key} changes when the monitor is restarted; until then it stays ${before[key]}`)
  }
  if (hubAt(loaded) !== hubAt(before)) {
    log.warn(
      {},
      `the hub listens elsewhere when the monitor is restarted; until then ${hubAt(before)}`,
    )
  }
  if (loaded.hub?.database !== before.hub?.database) {
    log.warn({}, 'the database of the hub changes when the monitor is restarted')
  }
  if (listensAt(loaded) !== listensAt(before)) {
    log.warn(
      {},
      `http listens elsewhere when the monitor is restarted; until then ${listensAt(before)}`,
    )
  }
}

/** Where the hub of a config listens, for comparison. */
function hubAt({ hub }: MonitorConfig): string {
  return hub ? `at ${hub.host} port ${hub.port}` : 'nowhere'
}

function listensAt({ http }: MonitorConfig): string {
  return http ? `at ${http.host} port ${http.port}` : 'nowhere'
}
