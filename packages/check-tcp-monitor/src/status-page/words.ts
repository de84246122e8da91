import {
  type Day,
  type PageModel,
  type PublicIncident,
  type PublicMaintenance,
  SERVICE_STATES,
  type ServiceState,
  servicesOf,
} from './page-model.js'

/** All texts of a page that nobody wrote in a config. */
export const STATE_WORDS: Readonly<Record<ServiceState, string>> = {
  up: 'Up',
  degraded: 'Degraded',
  down: 'Down',
  maintenance: 'Maintenance',
  unknown: 'No current data',
}

/** Times and days in the zone of a page. */
export class ZonedWords {
  readonly #format: Intl.DateTimeFormat
  readonly #today: string

  constructor({ timeZone, asOf }: Pick<PageModel, 'timeZone' | 'asOf'>) {
    this.#format = new Intl.DateTimeFormat('sv-SE', {
      ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    })
    this.#today = this.full(asOf).slice(0, 10)
  }

  /** `2026-01-05 14:02`. */
  full(at: number): string {
    return this.#format.format(at)
  }

  /** `14:02` of today, else with its day. */
  short(at: number): string {
    const full = this.full(at)
    return full.startsWith(this.#today) ? full.slice(11) : full
  }
}

/** `All services are up`, `1 of 12 is down since 14:02`. */
export function sentenceOf(model: PageModel): string {
  const services = servicesOf(model)
  const words = new ZonedWords(model)
  const parts = SERVICE_STATES.filter((state) => state !== 'up').flatMap((state) => {
    const some = services.filter((each) => each.state === state)
    if (some.length === 0) return []
    const since = Math.min(...some.map((each) => each.since ?? Number.POSITIVE_INFINITY))
    const from = Number.isFinite(since) ? words.short(since) : undefined
    return [part(state, some.length, from)]
  })
  const [first, ...others] = parts
  if (first === undefined) return 'All services are up'
  const [count, ...rest] = first.split(' ')
  return [`${count} of ${services.length} ${rest.join(' ')}`, ...others].join(', ')
}

function part(state: ServiceState, count: number, since: string | undefined): string {
  const is = count === 1 ? 'is' : 'are'
  const from =
    since === undefined ? '' : count === 1 ? ` since ${since}` : `, the first since ${since}`
  switch (state) {
    case 'down':
      return `${count} ${is} down${from}`
    case 'degraded':
      return `${count} ${is} degraded${from}`
    case 'maintenance':
      return `${count} ${is} in maintenance`
    case 'unknown':
      return `${count} ${count === 1 ? 'has' : 'have'} no current data`
    case 'up':
      return `${count} ${is} up`
    default:
      return state satisfies never
  }
}

/** `99.95 %`, rounded down: what was down for a moment was never up all the time. */
export function percent(share: number): string {
  return share === 1 ? '100 %' : `${(Math.floor(share * 10_000) / 100).toFixed(2)} %`
}

/** `2 d 4 h`, `12 min`, `40 s`. */
export function length(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return joined(`${hours} h`, minutes % 60, 'min')
  return joined(`${Math.floor(hours / 24)} d`, hours % 24, 'h')
}

function joined(first: string, rest: number, unit: string): string {
  return rest === 0 ? first : `${first} ${rest} ${unit}`
}

/** What a day looks like. */
export type DayKind = 'up' | 'down' | 'maintenance' | 'unknown'

export function kindOfDay({ upMs, downMs, maintenanceMs }: Day): DayKind {
  if (downMs > 0) return 'down'
  if (upMs === 0 && maintenanceMs === 0) return 'unknown'
  return maintenanceMs > 0 ? 'maintenance' : 'up'
}

/** `Down for 12 min`, `Up`, `No data`. */
export function dayInWords(day: Day): string {
  switch (kindOfDay(day)) {
    case 'down':
      return `Down for ${length(day.downMs)}`
    case 'maintenance':
      return `Maintenance for ${length(day.maintenanceMs)}`
    case 'unknown':
      return 'No data'
    default:
      return 'Up'
  }
}

/** The share of the day of which anything is known. */
export function coverageOf({ upMs, downMs, maintenanceMs, lengthMs }: Day): number {
  return lengthMs === 0 ? 0 : Math.min(1, (upMs + downMs + maintenanceMs) / lengthMs)
}

/** `all of it`, `3 h`. */
export function coverageInWords(day: Day): string {
  const { upMs, downMs, maintenanceMs } = day
  const coverage = coverageOf(day)
  // Two results of a restart are a minute apart.
  if (coverage > 0.99) return 'all of it'
  return length(upMs + downMs + maintenanceMs)
}

interface Uptime {
  /** Of the time that is known; absent where nothing is. */
  readonly share?: number
  /** Days of which something is known, in parts of days. */
  readonly knownDays: number
}

export function uptimeOf(days: readonly Day[]): Uptime {
  const sum = (of: (day: Day) => number) => days.reduce((total, day) => total + of(day), 0)
  const up = sum(({ upMs }) => upMs)
  const known = up + sum(({ downMs }) => downMs)
  const covered = sum(coverageOf)
  // What was seen for a moment was seen.
  const knownDays = covered === 0 ? 0 : Math.max(0.1, Math.round(covered * 10) / 10)
  return known === 0 ? { knownDays } : { share: up / known, knownDays }
}

/** `Uptime 99.95 % over 90 days (88.2 of them monitored)`. */
export function uptimeInWords(days: readonly Day[]): string {
  const { share, knownDays } = uptimeOf(days)
  if (share === undefined) return `No data for the last ${days.length} days`
  const seen = knownDays >= days.length ? '' : ` (${knownDays} of them monitored)`
  return `Uptime ${percent(share)} over ${days.length} days${seen}`
}

/** `Shop, API`. */
function names(services: readonly string[]): string {
  return services.join(', ')
}

/** `Shop is down since 14:02`, `Shop was down for 12 min`. */
export function incidentInWords(incident: PublicIncident, words: ZonedWords): string {
  const { services, state, since, until } = incident
  const many = services.length > 1
  if (until === undefined) {
    return `${names(services)} ${many ? 'are' : 'is'} ${state} since ${words.short(since)}`
  }
  return `${names(services)} ${many ? 'were' : 'was'} ${state} for ${length(until - since)}`
}

/** `Maintenance of Shop from 14:00 until 15:00`. */
export function maintenanceInWords(
  { services, from, until }: PublicMaintenance,
  words: ZonedWords,
): string {
  return `Maintenance of ${names(services)} from ${words.short(from)} until ${words.short(until)}`
}
