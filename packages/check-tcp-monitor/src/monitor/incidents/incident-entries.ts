import type { NewOutboxEntry } from '../../core/alert/outbox.js'
import type { SuppressedReason } from '../../core/suppressed-reason.js'
import type { Incident } from '../../core/wire/incident.js'
import type { NewIncidentEntry } from '../../core/wire/incident-entry.js'
import type { TimelineEntry, TimelineKind } from '../../core/wire/timeline-entry.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import type { SuppressionContext } from '../suppress/suppressor.js'

/** What an incident is from now on, as it opens or changes. */
export function stateEntry(
  kind: Extract<TimelineKind, 'opened' | 'changed'>,
  { id, location, verdict, failure, fault, error }: Incident,
  at: number,
): NewIncidentEntry {
  return entryOf(id, {
    ...{ at, kind, location, verdict },
    ...(failure === undefined ? {} : { failure }),
    ...(fault === undefined ? {} : { fault }),
    ...(error === undefined ? {} : { error }),
  })
}

/** Whether it is another outage to people; that its words are others is none. */
export function isOther(a: Incident, b: Incident): boolean {
  return a.verdict !== b.verdict || a.failure !== b.failure || a.fault !== b.fault
}

/** Notices that stand in the outbox from now on. */
export function queuedEntries(
  outbox: readonly NewOutboxEntry[],
  now: number,
): readonly NewIncidentEntry[] {
  return outbox.map(({ channel, notice, notBefore }) =>
    entryOf(notice.incident.id, {
      ...{ at: now, kind: 'queued', channel, notice: notice.kind },
      ...(notBefore > now ? { until: notBefore } : {}),
    }),
  )
}

/** Nobody is notified of an incident from now on: why, and who planned that where somebody did. */
export function suppressedEntry(
  { id }: Incident,
  suppressedBy: SuppressedReason,
  runtime: CheckRuntime | undefined,
  context: Pick<SuppressionContext, 'now' | 'silences' | 'maintenance'>,
): NewIncidentEntry {
  const { now: at } = context
  const planned = runtime && plannedFor(suppressedBy, runtime, context)
  return entryOf(id, { at, kind: 'suppressed', suppressedBy, ...planned })
}

export function acknowledgedEntry({ id, acknowledged }: Incident): readonly NewIncidentEntry[] {
  return acknowledged ? [entryOf(id, { ...acknowledged, kind: 'acknowledged' })] : []
}

function plannedFor(
  by: SuppressedReason,
  { check, calendar }: CheckRuntime,
  { now, silences, maintenance }: Pick<SuppressionContext, 'now' | 'silences' | 'maintenance'>,
): Partial<TimelineEntry> {
  const windows = by === 'silence' ? silences : by === 'maintenance' ? maintenance : undefined
  const window = windows?.firstFor(check, now)
  if (window) {
    const { until, note } = window
    return { by: window.by, until, ...(note === undefined ? {} : { note }) }
  }
  const until = by === 'maintenance' ? calendar.endOfCurrent(now) : undefined
  return until === undefined ? {} : { until }
}

function entryOf(incidentId: string, entry: TimelineEntry): NewIncidentEntry {
  return { incidentId, entry }
}
