import type { Message } from '../../src/core/alert/channel.js'
import type { Notice } from '../../src/core/alert/notice.js'
import type { Incident } from '../../src/core/wire/incident.js'

/** 2026-01-05 12:03:10 UTC. */
export const SINCE = Date.UTC(2026, 0, 5, 12, 3, 10)

/** An incident of a database whose port is closed. */
export function incidentOf(more: Partial<Incident> = {}): Incident {
  return {
    id: 'orders-db-mk15cvy0-1a2b',
    subject: 'check',
    subjectId: 'orders_db',
    location: 'home',
    verdict: 'down',
    severity: 'critical',
    since: SINCE,
    openedAt: SINCE + 4_000,
    failure: 'refused',
    fault: 'target',
    error: 'Connection refused',
    code: 'ECONNREFUSED',
    ...more,
  }
}

/** What is told when it opens, 5 s after it began. */
export function noticeOf({
  incident,
  ...more
}: Partial<Omit<Notice, 'incident'>> & { readonly incident?: Partial<Incident> } = {}): Notice {
  return {
    kind: 'opened',
    at: SINCE + 5_000,
    incident: incidentOf(incident),
    location: 'home',
    tags: ['db', 'production'],
    target: 'db-1.example.com:5432',
    baseline: { typicalMs: 12, highMs: 40 },
    advice: 'Verify the service is running on the target host',
    ...more,
  }
}

/** The end of it, after 12 min 3 s. */
export function resolvedOf(more: Parameters<typeof noticeOf>[0] = {}): Notice {
  const closedAt = SINCE + 723_000
  const incident = { closedAt, closedBecause: 'up', ...more.incident }
  return noticeOf({ kind: 'resolved', at: closedAt, ...more, incident })
}

export function messageOf(...notices: readonly Notice[]): Message {
  return { key: '0123456789abcdef0123456789abcdef', notices }
}
