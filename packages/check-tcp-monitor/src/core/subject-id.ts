import type { Incident } from './wire/incident.js'

/** What else than isolation keeps a location's checks from knowing: its name service, its machine, its policy. */
export const LOCATION_FAULTS = ['dns', 'local', 'policy'] as const
export type LocationFault = (typeof LOCATION_FAULTS)[number]

/**
 * A part of the monitor itself that has incidents: checks that are overdue, the history, the agents of a hub, a set of
 * locations without which too few see some checks, a channel.
 */
export type MonitorPart =
  | 'overdue'
  | 'history'
  | 'agents'
  | `coverage:${string}`
  | `channel:${string}`

type Subject = Pick<Incident, 'subject' | 'subjectId'>

export function channelPart(channel: string): MonitorPart {
  return `channel:${channel}`
}

/** The channel that an incident of the monitor is about; undefined where it is about something else. */
export function channelOf({ subject, subjectId }: Subject): string | undefined {
  return subject === 'monitor' && subjectId.startsWith('channel:')
    ? subjectId.slice('channel:'.length)
    : undefined
}

/** @param missing the locations that do not see what they are to see */
export function coveragePart(missing: readonly string[]): MonitorPart {
  return `coverage:${missing.join(',')}`
}

export function isCoverage({ subject, subjectId }: Subject): boolean {
  return subject === 'monitor' && subjectId.startsWith('coverage:')
}

/** The id of a location's isolation, or of one of its faults. */
export function locationSubjectId(location: string, fault?: LocationFault): string {
  return fault === undefined ? location : `${location}:${fault}`
}
