/**
 * The monitor as a library, for programs that embed it. `Daemon` is what `check-tcp monitor CONFIG` runs; what stands
 * beside it are its parts, for those who put them together in their own way.
 *
 * @module
 */
export type { ChannelKind, KnownChannelConfig } from './alert/channels/channel-definitions.js'
export { createRouter } from './alert/route/router.js'
export {
  type LoadConfigOptions,
  type LoadedConfig,
  loadMonitorConfig,
} from './config/load-config.js'
export type { Channel, Message, SendOutcome } from './core/alert/channel.js'
export type { Notice, NoticeKind } from './core/alert/notice.js'
export type { NewOutboxEntry, OutboxEntry } from './core/alert/outbox.js'
export type { Router } from './core/alert/router.js'
export type {
  AlertingConfig,
  ChannelConfig,
  Inhibition,
  Route,
} from './core/config/alerting.js'
export type { MaintenanceWindow, MonitoredCheck } from './core/config/check.js'
export type { MonitorConfig } from './core/config/monitor-config.js'
export type { Level } from './core/level.js'
export type { Log } from './core/log.js'
export type { Baseline, Baselines } from './core/response-time/baseline.js'
export { type Histogram, quantile } from './core/response-time/histogram.js'
export type { CheckStatus, MonitorFigures, StatusSource } from './core/status.js'
export {
  type Batch,
  type ExportPage,
  type ExportQuery,
  type HistoryRecord,
  type Imported,
  type IncidentQuery,
  type OutboxUpdate,
  type Remembered,
  type ResultQuery,
  type Retention,
  type Rollup,
  type Silence,
  type Store,
  type StoredState,
  StoreError,
  type StoreErrorCode,
  type StoreHealth,
  type TimeWindow,
  type WindowSummary,
} from './core/store.js'
export type { Clock, Random } from './core/time/clock.js'
export type { Severity, Verdict } from './core/verdict.js'
export type { Incident, IncidentSubject } from './core/wire/incident.js'
export type { Observation } from './core/wire/observation.js'
export type { Outcome } from './core/wire/outcome.js'
export { Daemon, type DaemonOptions } from './daemon/daemon.js'
export {
  type ExportFormat,
  type ExportOptions,
  exportHistory,
} from './history/export/export-history.js'
export { HistoryImportError, importHistory } from './history/export/import-history.js'
export { openReadOnly, type ReadOnlyStore } from './history/sqlite/reader/read-only-store.js'
export { SqliteStore } from './history/sqlite/sqlite-store.js'
export {
  ThreadedStore,
  type ThreadedStoreOptions,
} from './history/sqlite/threads/threaded-store.js'
export { HttpListenError } from './http/http-listen-error.js'
export type { Findings } from './monitor/incidents/build-findings.js'
export { Monitor } from './monitor/monitor.js'
export type { MonitorOptions } from './monitor/monitor-options.js'
