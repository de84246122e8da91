import type { ComponentType } from 'preact'

/** Which part of the navigation a page belongs to. */
export type Section = 'overview' | 'incidents' | 'locations' | 'monitor'

export interface Route {
  readonly section: Section
  /** What the path names, such as a check. */
  readonly name: string
  /** Absent: the overview, which is there from the start. */
  readonly load?: () => Promise<ComponentType<{ readonly name: string }>>
}

const check = async () => (await import('../check/check-page.js')).CheckPage
const incident = async () => (await import('../incident/incident-page.js')).IncidentPage
const incidents = async () => (await import('../incident/incidents-page.js')).IncidentsPage
const locations = async () => (await import('../locations/locations-page.js')).LocationsPage
const monitor = async () => (await import('../monitor/monitor-page.js')).MonitorPage

/** @returns undefined where no page has the path */
export function routeOf(pathname: string): Route | undefined {
  const [first = '', encoded = '', ...more] = pathname.split('/').slice(1)
  const name = decoded(encoded)
  if (more.length > 0 || name === undefined) return undefined
  if (first === 'checks' && name !== '') return { section: 'overview', name, load: check }
  if (first === 'incidents' && name !== '') return { section: 'incidents', name, load: incident }
  if (name !== '') return undefined
  switch (first) {
    case '':
      return { section: 'overview', name }
    case 'incidents':
      return { section: 'incidents', name, load: incidents }
    case 'locations':
      return { section: 'locations', name, load: locations }
    case 'monitor':
      return { section: 'monitor', name, load: monitor }
    default:
      return undefined
  }
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
