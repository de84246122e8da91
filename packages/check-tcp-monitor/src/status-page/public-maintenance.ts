import type { MonitoredCheck } from '../core/config/check.js'
import { appliesTo } from '../core/time/applies-to.js'
import { occurrencesOf } from '../core/time/calendar.js'
import type { OneOffMaintenance } from '../core/wire/planned-window.js'
import type { PublicMaintenance } from './page-model.js'
import { publicId } from './public-id.js'

/** How far ahead maintenance of the config is announced; milliseconds. */
const AHEAD_MS = 7 * 86_400_000

/** Of one window, and of all: a page is no calendar. */
const MAX_OF_ONE = 2
const MAX_SHOWN = 20

interface Surroundings {
  readonly now: number
  readonly checks: readonly MonitoredCheck[]
  readonly planned: readonly OneOffMaintenance[]
  readonly servicesOf: (checkId: string) => readonly string[]
}

/** Maintenance under way and to come, the earliest first; nothing of why, which nobody wrote for everybody. */
export function publicMaintenance(surroundings: Surroundings): readonly PublicMaintenance[] {
  const { now, checks, planned, servicesOf } = surroundings
  const window = { from: now, until: now + AHEAD_MS }
  const services = new Map<string, Set<string>>()
  for (const check of checks) {
    const own = servicesOf(check.id)
    if (own.length === 0) continue
    const once = planned.filter((each) => appliesTo(each, check) && each.until > now)
    const again = occurrencesOf(check.maintenance, window, MAX_OF_ONE)
    for (const { from, until } of [...once, ...again]) {
      const key = JSON.stringify([from, until])
      const named = services.get(key) ?? new Set()
      for (const name of own) named.add(name)
      services.set(key, named)
    }
  }
  return [...services]
    .map(([key, named]) => {
      const [from = 0, until = 0] = JSON.parse(key) as readonly number[]
      const names = [...named]
      return { id: publicId('maintenance', ...names, from, until), services: names, from, until }
    })
    .sort((a, b) => a.from - b.from)
    .slice(0, MAX_SHOWN)
}
