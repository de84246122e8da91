/**
 * What the HTTP API answers with, as types, for those who ask it: `check-tcp-dashboard` takes these alone.
 *
 * @module
 */
export type { Verdict } from '../core/verdict.js'
export type { ChannelsWire, ChannelTestWire } from './api/channels.js'
export type { ChartWire } from './api/checks/check-chart.js'
export type { ConfigWire } from './api/config.js'
export type { LocationWire } from './api/locations/locations.js'
export type { StatusWire } from './api/status.js'
export type { Dashboard, DashboardAsset, PageRequest } from './dashboard/dashboard.js'
export type { HourClass, HourClasses } from './overview/hour-class.js'
export type { OverviewFlags } from './overview/overview-row.js'
export type { Overview, OverviewPatch } from './overview/overview-wire.js'
export type { CheckWire } from './wire/check-wire.js'
export type { DeadLetterWire } from './wire/dead-letter-wire.js'
export type { EvidenceWire } from './wire/evidence-wire.js'
export type { ExplainedIncidentWire, IncidentWire } from './wire/incident-wire.js'
export type { ResultWire } from './wire/result-wire.js'
export type { SummaryWire } from './wire/rollup-wire.js'
export type { SilenceWire } from './wire/silence-wire.js'
export type { TimelineEntryWire } from './wire/timeline-wire.js'
