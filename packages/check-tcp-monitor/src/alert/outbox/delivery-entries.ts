import type { Notice } from '../../core/alert/notice.js'
import type { OutboxUpdate } from '../../core/store/outbox.js'
import type { NewIncidentEntry } from '../../core/wire/incident-entry.js'
import type { TimelineKind } from '../../core/wire/timeline-entry.js'
import { shown } from '../wording/shown.js'

const KINDS = {
  delivered: 'sent',
  later: 'failed',
  dead: 'given_up',
} as const satisfies Record<OutboxUpdate['kind'], TimelineKind>

interface Try {
  readonly channel: string
  readonly notices: readonly Notice[]
  readonly outcome: OutboxUpdate['kind']
  readonly at: number
  readonly error?: string | undefined
  /** Of the try before. */
  readonly lastError?: string | undefined
}

/** What is kept with incidents of one try to deliver their notices: of many that fail alike the first, and the end. */
export function deliveryEntries({
  channel,
  notices,
  outcome,
  at,
  error,
  lastError,
}: Try): readonly NewIncidentEntry[] {
  if (outcome === 'later' && error === lastError) return []
  return notices.map(({ kind, incident }) => ({
    incidentId: incident.id,
    entry: {
      ...{ at, kind: KINDS[outcome], channel, notice: kind },
      ...(error === undefined ? {} : { error: shown(error) }),
    },
  }))
}
