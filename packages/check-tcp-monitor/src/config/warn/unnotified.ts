import type { Route } from '../../core/config/alerting.js'
import type { MaintenanceWindow, MonitoredCheck } from '../../core/config/check.js'
import type { Silence } from '../../core/wire/planned-window.js'
import { DAY } from '../schema/duration.js'
import { coveredUntil } from './window-coverage.js'

/** Maintenance that ends within this time is what maintenance is for. */
const USUAL = 7 * DAY

/** A silence is at most a year long; one that has most of it before it was meant to last for ever. */
const FOR_EVER = 300 * DAY

/** What keeps people from hearing that a check is down. */
export interface Unnotified {
  /** `always in maintenance`. */
  readonly why: string
  /** Wall milliseconds of the time from which somebody is notified; absent: never. */
  readonly until?: number
}

/** What is known beside the config. */
export interface NotificationTimes {
  /** Wall milliseconds. */
  readonly now: number
  readonly silences: readonly Silence[]
}

/** Remembers until when windows cover all time, since many checks have the same. */
export class Coverage {
  readonly #now: number
  readonly #known = new Map<string, number>()

  constructor(now: number) {
    this.#now = now
  }

  untilOf(windows: readonly MaintenanceWindow[]): number {
    if (windows.length === 0) return this.#now
    const key = JSON.stringify(windows)
    const known = this.#known.get(key) ?? coveredUntil(windows, this.#now)
    this.#known.set(key, known)
    return known
  }
}

/**
 * Why nobody is notified for long, or ever, that a check is down; undefined where somebody is notified soon.
 *
 * @param routes those that take its notice
 */
export function whyUnnotified(
  check: MonitoredCheck,
  routes: readonly Route[],
  { now, silences }: NotificationTimes,
  coverage: Coverage,
): Unnotified | undefined {
  if (!check.alert) return { why: 'alert is false' }
  if (routes.length === 0) return { why: 'no route takes it' }
  const notifying = routes.filter(({ channels }) => channels.length > 0)
  if (notifying.length === 0) return { why: 'its routes have no channels' }
  const maintained = coverage.untilOf(check.maintenance)
  if (maintained === Number.POSITIVE_INFINITY) return { why: 'always in maintenance' }
  if (notifying.every((route) => isAlwaysQuiet(check, route, coverage))) {
    return { why: 'the quiet hours of its routes never end' }
  }
  const silenced = silencedUntil(check, silences, now)
  if (silenced - now > FOR_EVER) return { why: 'silenced for good', until: silenced }
  if (maintained - now > USUAL) return { why: 'in maintenance until then', until: maintained }
  return silenced - now > USUAL ? { why: 'silenced until then', until: silenced } : undefined
}

/** Quiet hours hold what is not critical. */
export function isAlwaysQuiet(
  { severity }: MonitoredCheck,
  { quiet }: Route,
  coverage: Coverage,
): boolean {
  return severity !== 'critical' && coverage.untilOf(quiet) === Number.POSITIVE_INFINITY
}

function silencedUntil(check: MonitoredCheck, silences: readonly Silence[], now: number): number {
  const names = [check.id, ...check.tags.map((tag) => `tag:${tag}`)]
  const ends = silences
    .filter(({ matches, from }) => names.includes(matches) && from <= now)
    .map(({ until }) => until)
  return Math.max(now, ...ends)
}
