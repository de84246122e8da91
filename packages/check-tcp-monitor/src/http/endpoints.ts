import { listChannels, testChannel } from './api/channels.js'
import { getChart } from './api/checks/check-chart.js'
import { getSummary, listResults, listRollups } from './api/checks/check-history.js'
import { getCheck, listChecks, runCheck } from './api/checks/checks.js'
import { explainCheck } from './api/checks/explain-check.js'
import { getCheckConfig, getConfig } from './api/config.js'
import { listDeadLetters, resend } from './api/dead-letters.js'
import type { Endpoint } from './api/endpoint/endpoint.js'
import {
  getHealth,
  getIndex,
  getMetrics,
  getOpenApi,
  getReadiness,
} from './api/endpoint/open-endpoints.js'
import { getTimeline } from './api/incidents/incident-timeline.js'
import {
  acknowledgeIncident,
  getIncident,
  listIncidents,
  noteIncident,
  removeNote,
} from './api/incidents/incidents.js'
import { checkFromLocation } from './api/locations/check-from-location.js'
import { explainFromLocation } from './api/locations/explain-from-location.js'
import { inviteAgent, listLocations, removeAgent, revokeAgent } from './api/locations/locations.js'
import { endMaintenance, listMaintenance, planMaintenance } from './api/maintenance.js'
import { reloadConfig } from './api/reload.js'
import { getSession, signIn, signOut } from './api/session.js'
import { addSilence, endSilence, listSilences } from './api/silences.js'
import { getStatus } from './api/status.js'
import { getStatusPage, listStatusPages } from './api/status-pages.js'
import { streamEvents } from './events/events-endpoint.js'
import { getOverview } from './overview/overview-endpoint.js'
import { probe } from './probe/probe-endpoint.js'

/** Everything that is served. */
export const ENDPOINTS: readonly Endpoint[] = [
  getIndex,
  getHealth,
  getReadiness,
  getMetrics,
  getOpenApi,
  probe,
  getOverview,
  listChecks,
  getCheck,
  getCheckConfig,
  listResults,
  listRollups,
  getSummary,
  getChart,
  runCheck,
  explainCheck,
  listIncidents,
  getIncident,
  getTimeline,
  acknowledgeIncident,
  noteIncident,
  removeNote,
  listSilences,
  addSilence,
  endSilence,
  listDeadLetters,
  resend,
  listChannels,
  testChannel,
  listMaintenance,
  planMaintenance,
  endMaintenance,
  listLocations,
  checkFromLocation,
  explainFromLocation,
  inviteAgent,
  revokeAgent,
  removeAgent,
  getStatus,
  listStatusPages,
  getStatusPage,
  getConfig,
  reloadConfig,
  streamEvents,
  getSession,
  signIn,
  signOut,
]
