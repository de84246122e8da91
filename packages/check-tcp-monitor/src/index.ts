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
export type {
  Batch,
  BatchContent,
  BatchOrigin,
  Commits,
  StoredState,
} from './core/store/commits.js'
export type {
  HistoryQueries,
  IncidentPage,
  IncidentQuery,
  Remembered,
  ResultPage,
  ResultQuery,
  SeriesKey,
  SeriesQuery,
  WindowSummary,
} from './core/store/history-queries.js'
export type {
  ExportPage,
  ExportQuery,
  HistoryRecord,
  Imported,
} from './core/store/history-record.js'
export type { Outbox, OutboxClaim, OutboxUpdate } from './core/store/outbox.js'
export type { StateKey } from './core/store/state-key.js'
export type { Store } from './core/store/store.js'
export type { Retention, StoreAdmin, StoreHealth } from './core/store/store-admin.js'
export { StoreError, type StoreErrorCode } from './core/store/store-error.js'
export type { TimeWindow } from './core/store/time-window.js'
export type { Clock, Random } from './core/time/clock.js'
export type { Severity, Verdict } from './core/verdict.js'
export type { Incident, IncidentSubject } from './core/wire/incident.js'
export type { Observation } from './core/wire/observation.js'
export type { Outcome } from './core/wire/outcome.js'
export type { Silence } from './core/wire/planned-window.js'
export type { Rollup } from './core/wire/rollup.js'
export { Daemon } from './daemon/daemon.js'
export type { DaemonOptions } from './daemon/daemon-options.js'
export { SharedHub } from './daemon/shared/shared-hub.js'
export {
  type ExportFormat,
  type ExportOptions,
  exportHistory,
} from './history/export/export-history.js'
export { HistoryImportError, importHistory } from './history/export/import-history.js'
export { openReadOnly, type ReadOnlyStore } from './history/sqlite/reader/read-only-store.js'
export {
  ThreadedStore,
  type ThreadedStoreOptions,
} from './history/sqlite/threads/threaded-store.js'
export { HttpListenError } from './http/http-listen-error.js'
export type { Findings } from './monitor/incidents/build-findings.js'
export { Monitor } from './monitor/monitor.js'
export type { MonitorOptions } from './monitor/monitor-options.js'
