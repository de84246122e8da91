import {
  type Day,
  type PageModel,
  type PublicIncident,
  type PublicMaintenance,
  SERVICE_STATES,
  servicesOf,
} from './page-model.js'
import { pageTexts } from './texts/choose-texts.js'
import type { PageTexts } from './texts/page-texts.js'

/** What a page says, with times and days in its zone. */
export class ZonedWords {
  readonly texts: PageTexts
  readonly #format: Intl.DateTimeFormat
  readonly #today: string

  constructor({ timeZone, asOf, language }: Pick<PageModel, 'timeZone' | 'asOf' | 'language'>) {
    this.texts = pageTexts(language)
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
  const { texts } = words
  const parts: string[] = []
  for (const state of SERVICE_STATES) {
    const some = services.filter((each) => each.state === state)
    if (state === 'up' || some.length === 0) continue
    const since = Math.min(...some.map((each) => each.since ?? Number.POSITIVE_INFINITY))
    parts.push(
      texts.share(state, {
        count: some.length,
        since: Number.isFinite(since) ? words.short(since) : undefined,
        ...(parts.length === 0 && { all: services.length }),
      }),
    )
  }
  return parts.length === 0 ? texts.allUp : parts.join(', ')
}

/** `99.95 %`, rounded down: what was down for a moment was never up all the time. */
export function percent(share: number, { point }: PageTexts): string {
  if (share === 1) return '100 %'
  return `${(Math.floor(share * 10_000) / 100).toFixed(2).replace('.', point)} %`
}

/** `2 d 4 h`, `12 min`, `40 s`. */
export function length(ms: number, { units }: PageTexts): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${seconds} ${units.s}`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} ${units.min}`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return joined(`${hours} ${units.h}`, minutes % 60, units.min)
  return joined(`${Math.floor(hours / 24)} ${units.d}`, hours % 24, units.h)
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
export function dayInWords(day: Day, texts: PageTexts): string {
  switch (kindOfDay(day)) {
    case 'down':
      return texts.day.down(length(day.downMs, texts))
    case 'maintenance':
      return texts.day.maintenance(length(day.maintenanceMs, texts))
    case 'unknown':
      return texts.day.nothing
    default:
      return texts.day.up
  }
}

/** The share of the day of which anything is known. */
export function coverageOf({ upMs, downMs, maintenanceMs, lengthMs }: Day): number {
  return lengthMs === 0 ? 0 : Math.min(1, (upMs + downMs + maintenanceMs) / lengthMs)
}

/** `all of it`, `3 h`. */
export function coverageInWords(day: Day, texts: PageTexts): string {
  const { upMs, downMs, maintenanceMs } = day
  const coverage = coverageOf(day)
  // Two results of a restart are a minute apart.
  if (coverage > 0.99) return texts.day.whole
  return length(upMs + downMs + maintenanceMs, texts)
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
export function uptimeInWords(days: readonly Day[], texts: PageTexts): string {
  const { share, knownDays } = uptimeOf(days)
  if (share === undefined) return texts.noUptime(days.length)
  const seen = knownDays >= days.length ? undefined : String(knownDays).replace('.', texts.point)
  return texts.uptime(percent(share, texts), days.length, seen)
}

/** `Shop is down since 14:02`, `Shop was down for 12 min`. */
export function incidentInWords(incident: PublicIncident, words: ZonedWords): string {
  const { services, state, since, until } = incident
  const { texts } = words
  if (until === undefined) return texts.isSo(services, state, words.short(since))
  return texts.wasSo(services, state, length(until - since, texts))
}

/** `Maintenance of Shop from 14:00 until 15:00`. */
export function maintenanceInWords(
  { services, from, until }: PublicMaintenance,
  words: ZonedWords,
): string {
  return words.texts.maintained(services.join(', '), words.short(from), words.short(until))
}
