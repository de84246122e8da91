import type { Notice } from '../../src/core/alert/notice.js'
import type { NewOutboxEntry } from '../../src/core/alert/outbox.js'
import type { Evidence } from '../../src/core/wire/evidence.js'
import type { Incident } from '../../src/core/wire/incident.js'
import type { NewIncidentEntry } from '../../src/core/wire/incident-entry.js'
import type { Observation } from '../../src/core/wire/observation.js'
import type { TimelineEntry } from '../../src/core/wire/timeline-entry.js'

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

export function evidence(change: Partial<Evidence> = {}): Evidence {
  return {
    at: START + 1_000,
    location: 'here',
    tookMs: 812.5,
    reason: 'Nothing listens on port 5432 of 192.0.2.7',
    reasonName: 'nothing_listens',
    certainty: 'likely',
    fault: 'target',
    nextStep: "ss -ltnp 'sport = :5432'",
    lines: ['✘ Nothing listens', '     a RST refused it'],
    path: [
      { hop: 0, address: '192.0.2.1', name: 'eth0' },
      { hop: 1, address: '192.0.2.7', name: 'db:5432', says: 'refused' },
    ],
    ...change,
  }
}

export function entry(change: Partial<TimelineEntry> = {}): NewIncidentEntry {
  return { incidentId: 'inc-1', entry: { at: START + 1_000, kind: 'changed', ...change } }
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
