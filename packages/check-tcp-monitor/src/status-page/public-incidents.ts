import type { Incident } from '../core/wire/incident.js'
import type { PublicIncident } from './page-model.js'
import { publicId } from './public-id.js'

/**
 * What everybody is told of incidents, the newest first: of services by their names, that they were down or degraded, and what
 * somebody wrote for everybody. Several of the same services at once are one.
 *
 * @param servicesOf the services that a check stands for on this page; none: it is not on it
 */
export function publicIncidents(
  incidents: readonly Incident[],
  servicesOf: (checkId: string) => readonly string[],
): readonly PublicIncident[] {
  const found: PublicIncident[] = []
  const oldestFirst = [...incidents].sort((a, b) => a.since - b.since)
  for (const incident of oldestFirst) {
    const told = incident.subject === 'check' && publicIncident(incident, servicesOf)
    if (!told) continue
    const before = found.findIndex((each) => isOneWith(each, told))
    const one = found[before]
    if (one) found[before] = joined(one, told)
    else found.push(told)
  }
  return found.reverse()
}

function publicIncident(
  { subjectId, verdict, since, closedAt, notes = [] }: Incident,
  servicesOf: (checkId: string) => readonly string[],
): PublicIncident | undefined {
  const services = servicesOf(subjectId)
  if (services.length === 0 || (verdict !== 'down' && verdict !== 'degraded')) return undefined
  return {
    id: publicId('incident', ...services, since),
    services,
    state: verdict,
    since,
    ...(closedAt !== undefined && { until: closedAt }),
    notes: notes.filter((note) => note.public).map(({ at, text }) => ({ at, text })),
  }
}

/** Of the same services, and it began before the other was over. */
function isOneWith(one: PublicIncident, other: PublicIncident): boolean {
  const isSame = JSON.stringify(one.services) === JSON.stringify(other.services)
  return isSame && other.since <= (one.until ?? Number.POSITIVE_INFINITY)
}

function joined(one: PublicIncident, other: PublicIncident): PublicIncident {
  const { until: _until, ...rest } = one
  const isOver = one.until !== undefined && other.until !== undefined
  return {
    ...rest,
    state: one.state === 'down' || other.state === 'down' ? 'down' : 'degraded',
    ...(isOver && { until: Math.max(one.until ?? 0, other.until ?? 0) }),
    notes: [...one.notes, ...other.notes].sort((a, b) => a.at - b.at),
  }
}
