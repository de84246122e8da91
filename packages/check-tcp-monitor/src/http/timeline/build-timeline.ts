import type { Incident } from '../../core/wire/incident.js'
import type { IncidentEntry } from '../../core/wire/incident-entry.js'
import type { Observation } from '../../core/wire/observation.js'
import { TIMELINE_KINDS, type TimelineEntry } from '../../core/wire/timeline-entry.js'

/** What is known of an incident. */
interface Known {
  readonly incident: Incident
  /** By number. */
  readonly entries: readonly IncidentEntry[]
  /** Around its opening and its closing. */
  readonly observations: readonly Observation[]
}

/** Everything that happened around an incident, in the order of time. */
export function buildTimeline({
  incident,
  entries,
  observations,
}: Known): readonly TimelineEntry[] {
  const kept = entries.map(({ entry }) => entry)
  const all = [
    ...observations.map(observationEntry),
    ...ofIncident(incident, kept),
    ...kept,
    ...omitted(entries),
  ]
  return all.sort((a, b) => a.at - b.at || orderOf(a) - orderOf(b))
}

function observationEntry(observation: Observation): TimelineEntry {
  const { at, location } = observation
  return { at, kind: 'observation', location, observation }
}

/** What the incident itself tells; one of before entries were kept has no others. */
function ofIncident(incident: Incident, kept: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const {
    location,
    openedAt,
    verdict,
    failure,
    error,
    acknowledged,
    closedAt,
    notes = [],
  } = incident
  const has = (kind: TimelineEntry['kind']) => kept.some((each) => each.kind === kind)
  const opened: TimelineEntry = {
    ...{ at: openedAt, kind: 'opened', location, verdict },
    ...(failure === undefined ? {} : { failure }),
    ...(error === undefined ? {} : { error }),
  }
  const because = incident.closedBecause
  return [
    ...(has('opened') ? [] : [opened]),
    ...(acknowledged && !has('acknowledged')
      ? [{ ...acknowledged, kind: 'acknowledged' } as const]
      : []),
    ...notes.map(({ at, by, text: note }) => ({ at, kind: 'note', by, note }) as const),
    ...(closedAt === undefined
      ? []
      : [
          {
            ...({ at: closedAt, kind: 'closed', location } as const),
            ...(because === undefined ? {} : { because }),
          },
        ]),
  ]
}

/** Where numbers are missing, entries are no longer kept. */
function omitted(entries: readonly IncidentEntry[]): readonly TimelineEntry[] {
  return entries.flatMap(({ number, entry: { at } }, index) => {
    const count = (entries[index + 1]?.number ?? number + 1) - number - 1
    return count > 0 ? [{ at, kind: 'omitted', count } as const] : []
  })
}

/** Of what happened at the same time, causes come first. */
function orderOf({ kind }: TimelineEntry): number {
  return TIMELINE_KINDS.indexOf(kind)
}
