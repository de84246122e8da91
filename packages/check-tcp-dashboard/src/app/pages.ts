import type { ComponentType } from 'preact'
import type { PageName } from './routes.js'

type LoadedLater = Exclude<PageName, 'overview'>

/** What loads a page. The overview is there from the start. */
export const PAGES: Readonly<
  Record<LoadedLater, () => Promise<ComponentType<{ readonly name: string }>>>
> = {
  check: async () => (await import('../check/check-page.js')).CheckPage,
  incident: async () => (await import('../incident/incident-page.js')).IncidentPage,
  incidents: async () => (await import('../incident/incidents-page.js')).IncidentsPage,
  locations: async () => (await import('../locations/locations-page.js')).LocationsPage,
  monitor: async () => (await import('../monitor/monitor-page.js')).MonitorPage,
}
