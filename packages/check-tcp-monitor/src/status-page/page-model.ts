import type { PageLanguage } from '../core/config/status-page.js'

/** What everybody is told of a service, the worst first. */
export const SERVICE_STATES = ['down', 'degraded', 'unknown', 'maintenance', 'up'] as const
export type ServiceState = (typeof SERVICE_STATES)[number]

/** One day of a service; times are milliseconds. */
export interface Day {
  /** `2026-01-05`, in the zone of the page. */
  readonly date: string
  /** The day's own length up to now. */
  readonly lengthMs: number
  readonly upMs: number
  readonly downMs: number
  readonly maintenanceMs: number
}

export interface ServiceModel {
  readonly name: string
  /** For the name of its badge's file. */
  readonly slug: string
  readonly state: ServiceState
  /** Of a service that is down or degraded: since when, wall milliseconds. */
  readonly since?: number
  /** The oldest first. */
  readonly days: readonly Day[]
}

interface PublicNote {
  readonly at: number
  readonly text: string
}

/** A time during which services were down or degraded. */
export interface PublicIncident {
  /** Made of what everybody sees. */
  readonly id: string
  readonly services: readonly string[]
  readonly state: 'down' | 'degraded'
  readonly since: number
  /** Absent: it is not over. */
  readonly until?: number
  /** The oldest first. */
  readonly notes: readonly PublicNote[]
}

export interface PublicMaintenance {
  readonly id: string
  readonly services: readonly string[]
  readonly from: number
  readonly until: number
}

/** All that a page says: nothing that stands on it comes from anywhere else. Times are wall milliseconds. */
export interface PageModel {
  /** @default English */
  readonly language?: PageLanguage
  readonly title: string
  readonly note?: string
  readonly url?: string
  readonly timeZone: string
  readonly asOf: number
  /** How old it may be until it says itself that it is old. */
  readonly freshMs: number
  /** It is not as things are now: the monitor cannot make another. */
  readonly isOld: boolean
  readonly groups: readonly {
    readonly name?: string
    readonly services: readonly ServiceModel[]
  }[]
  /** The newest first. */
  readonly open: readonly PublicIncident[]
  readonly past: readonly PublicIncident[]
  /** The earliest first. */
  readonly maintenance: readonly PublicMaintenance[]
}

export function servicesOf({ groups }: Pick<PageModel, 'groups'>): readonly ServiceModel[] {
  return groups.flatMap(({ services }) => services)
}

export function worstOf(states: readonly ServiceState[]): ServiceState {
  return SERVICE_STATES.find((state) => states.includes(state)) ?? 'unknown'
}
