import { cleanText } from '../markup/clean-text.js'
import { type PageModel, type PublicIncident, servicesOf, worstOf } from '../page-model.js'
import { coverageOf, kindOfDay, sentenceOf, uptimeOf } from '../words.js'

/** The page for programs. Times are RFC 3339 in UTC, durations seconds, shares 0 to 1; what is not known is left out. */
export function pageJson(model: PageModel): string {
  const { title, asOf, isOld, timeZone, groups, open, past, maintenance } = model
  const page = {
    title,
    as_of: momentOf(asOf),
    ...(isOld && { old: true }),
    state: worstOf(servicesOf(model).map(({ state }) => state)),
    summary: sentenceOf(model),
    time_zone: timeZone,
    groups: groups.map(({ name, services }) => ({
      ...(name !== undefined && { name }),
      services: services.map(({ name: own, slug, state, since, days }) => {
        const { share, knownDays } = uptimeOf(days)
        return {
          name: own,
          state,
          ...(since !== undefined && { since: momentOf(since) }),
          badge: `badge/${slug}.svg`,
          ...(share !== undefined && { uptime: share }),
          known_days: knownDays,
          days: days.map((day) => ({
            date: day.date,
            was: kindOfDay(day),
            down: day.downMs / 1_000,
            maintenance: day.maintenanceMs / 1_000,
            coverage: Math.round(coverageOf(day) * 1_000) / 1_000,
          })),
        }
      }),
    })),
    incidents: [...open, ...past].map(incidentJson),
    maintenance: maintenance.map(({ id, services, from, until }) => {
      return { id, services, from: momentOf(from), until: momentOf(until) }
    }),
  }
  const clean = (_key: string, value: unknown) =>
    typeof value === 'string' ? cleanText(value) : value
  return `${JSON.stringify(page, clean)}\n`
}

function incidentJson({ id, services, state, since, until, notes }: PublicIncident) {
  return {
    id,
    services,
    state,
    since: momentOf(since),
    ...(until !== undefined && { until: momentOf(until) }),
    notes: notes.map(({ at, text }) => ({ at: momentOf(at), text })),
  }
}

function momentOf(ms: number): string {
  return new Date(ms).toISOString()
}
