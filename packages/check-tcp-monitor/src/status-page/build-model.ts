import type { MonitoredCheck } from '../core/config/check.js'
import type { PublicService, StatusPageConfig } from '../core/config/status-page.js'
import type { CheckStatus } from '../core/status.js'
import type { Incident } from '../core/wire/incident.js'
import { slugsOf } from './badge/slugs.js'
import { type DayHistory, worstDay } from './days/day-history.js'
import { type ZonedDay, zonedDays } from './days/zoned-days.js'
import {
  type Day,
  type PageModel,
  type PublicMaintenance,
  type ServiceModel,
  type ServiceState,
  worstOf,
} from './page-model.js'
import type { PageSource } from './page-source.js'
import { publicIncidents } from './public-incidents.js'
import { publicMaintenance } from './public-maintenance.js'

/** As many as a page shows of each service. */
const SHOWN_DAYS = 90

/** How long incidents that are over are shown; milliseconds. */
const PAST_MS = 14 * 86_400_000

/** Of the history in one question, which is asked until there are no more, or too many to be shown. */
const INCIDENTS_OF_PAGE = 1_000
const MAX_INCIDENTS = 10_000

/** Incidents that are over on one page. */
const MAX_PAST = 50

/** How old a page may be until it says so itself: longer than any cache keeps it. */
const FRESH_MS = 5 * 60_000

/** As old as an export may be until the next one. */
const FRESH_EXPORTS = 3

/**
 * All that a page says now.
 *
 * @throws {StoreError} (as a rejection)
 */
export async function buildModel(
  page: StatusPageConfig,
  source: PageSource,
  history: DayHistory,
): Promise<PageModel> {
  const now = source.clock.wallMs()
  const services = page.groups.flatMap((group) => group.services)
  const servicesByCheck = new Map<string, string[]>()
  for (const { name, checks } of services) {
    for (const id of checks) servicesByCheck.set(id, [...(servicesByCheck.get(id) ?? []), name])
  }
  const servicesOf = (checkId: string) => servicesByCheck.get(checkId) ?? []
  const checks = source.checks()
  const maintenance = publicMaintenance({ now, checks, planned: source.planned(), servicesOf })
  const slugs = new Map(
    slugsOf(services.map(({ name }) => name)).map((slug, i) => [services[i]?.name ?? '', slug]),
  )
  const byId = new Map(checks.map((check) => [check.id, check]))
  const days = zonedDays(page.timeZone, now, SHOWN_DAYS)
  const modelOf = async (service: PublicService): Promise<ServiceModel> => ({
    name: service.name,
    slug: slugs.get(service.name) ?? '',
    ...stateOf(service, source, maintenance, now),
    days: await daysOf(service, byId, { source, history, now, wanted: days }),
  })
  const groups = []
  for (const { name, services: own } of page.groups) {
    const models = []
    // One after another: the history serves others too.
    for (const service of own) models.push(await modelOf(service))
    groups.push({ ...(name !== undefined && { name }), services: models })
  }
  history.forget((id) => servicesByCheck.has(id))
  const incidents = publicIncidents(await incidentsOf(source, now), servicesOf)
  return {
    title: page.title,
    ...(page.language && { language: page.language }),
    ...(page.note !== undefined && { note: page.note }),
    ...(page.url !== undefined && { url: page.url }),
    timeZone: page.timeZone,
    asOf: now,
    freshMs: Math.max(FRESH_MS, (page.export?.everyMs ?? 0) * FRESH_EXPORTS),
    isOld: false,
    groups,
    open: incidents.filter(({ until }) => until === undefined),
    past: incidents.filter(({ until }) => until !== undefined).slice(0, MAX_PAST),
    maintenance,
  }
}

function stateOf(
  { name, checks }: PublicService,
  { status }: PageSource,
  maintenance: readonly PublicMaintenance[],
  now: number,
): Pick<ServiceModel, 'state' | 'since'> {
  const isMaintained = maintenance.some(
    ({ services, from, until }) => services.includes(name) && from <= now && now < until,
  )
  const all = checks.map((id) => status.statusOf(id))
  const state = worstOf(all.map(checkState))
  if (isMaintained && state !== 'up') return { state: 'maintenance' }
  if (state !== 'down' && state !== 'degraded') return { state }
  const some = all.filter((each): each is CheckStatus => checkState(each) === state)
  return { state, since: Math.min(...some.map(({ incident, since }) => incident?.since ?? since)) }
}

function checkState(status: CheckStatus | undefined): ServiceState {
  if (!status || status.stale) return 'unknown'
  const { verdict } = status
  return verdict === 'pending' ? 'unknown' : verdict
}

interface DaysParts {
  readonly wanted: readonly ZonedDay[]
  readonly source: PageSource
  readonly history: DayHistory
  readonly now: number
}

async function daysOf(
  { checks }: PublicService,
  byId: ReadonlyMap<string, MonitoredCheck>,
  { wanted, source, history, now }: DaysParts,
): Promise<readonly Day[]> {
  const all: (readonly Day[])[] = []
  for (const id of checks) {
    const location = source.status.statusOf(id)?.location
    if (location === undefined) continue
    const locations = byId.get(id)?.fleet?.from
    const check = { id, location, ...(locations && { locations }) }
    all.push(await history.daysOf(check, wanted, now))
  }
  const [first = []] = all
  return first.map((day, index) => worstDay(all.flatMap((days) => days[index] ?? [])) ?? day)
}

/** Those of the history, and what the monitor knows of those that are open, which may not be there yet. */
async function incidentsOf(
  { queries, status }: PageSource,
  now: number,
): Promise<readonly Incident[]> {
  const found = new Map<string, Incident>()
  const window = { from: now - PAST_MS, until: now + 1 }
  let cursor: string | undefined
  do {
    const page = await queries.incidents({
      ...{ ...window, subject: 'check', limit: INCIDENTS_OF_PAGE },
      ...(cursor !== undefined && { cursor }),
    })
    for (const incident of page.incidents) found.set(incident.id, incident)
    cursor = page.next
  } while (cursor !== undefined && found.size < MAX_INCIDENTS)
  for (const incident of status.openIncidents()) found.set(incident.id, incident)
  return [...found.values()]
}
