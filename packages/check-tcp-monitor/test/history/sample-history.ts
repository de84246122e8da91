import type { Notice } from '../../src/core/alert/notice.js'
import type { NewOutboxEntry } from '../../src/core/alert/outbox.js'
import type { Incident } from '../../src/core/wire/incident.js'
import type { Observation } from '../../src/core/wire/observation.js'

export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

/** A full hour. */
export const START = 1_760_000_400_000

/** The series of results that say nothing else. */
export const DB = { checkId: 'db', location: 'here' } as const

export function observation(change: Partial<Observation> = {}): Observation {
  return {
    checkId: 'db',
    location: 'here',
    at: START,
    outcome: 'good',
    attempts: 1,
    responseMs: 12.345,
    address: '192.0.2.7',
    ...change,
  }
}

export function badObservation(change: Partial<Observation> = {}): Observation {
  return {
    checkId: 'db',
    location: 'here',
    at: START,
    outcome: 'bad',
    attempts: 3,
    failure: 'refused',
    fault: 'target',
    error: 'Connection refused',
    code: 'ECONNREFUSED',
    ...change,
  }
}

export function incident(change: Partial<Incident> = {}): Incident {
  return {
    id: 'inc-1',
    subject: 'check',
    subjectId: 'db',
    location: 'here',
    verdict: 'down',
    severity: 'critical',
    since: START,
    openedAt: START + 1_000,
    failure: 'refused',
    ...change,
  }
}

export function notice(change: Partial<Notice> = {}): Notice {
  return {
    kind: 'opened',
    at: START,
    incident: incident(),
    location: 'here',
    tags: ['core'],
    ...change,
  }
}

export function outboxEntry(change: Partial<NewOutboxEntry> = {}): NewOutboxEntry {
  return { channel: 'ops', group: 'g', notice: notice(), notBefore: START, ...change }
}
