import type { HistoryQueries } from '../../core/store/history-queries.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Day } from '../page-model.js'
import { type ZonedDay, zonedDays } from './zoned-days.js'

/** As many as a page shows. */
const SHOWN_DAYS = 90

/** How often a day that is not over is read again, and so the time that is shown for it; milliseconds. */
const READ_AGAIN_MS = 60_000

/** A day that ended less than this ago may still get results that were late on their way. */
const LATE_MS = 6 * 3_600_000

/** A check, and from where it is made. */
interface ObservedCheck {
  readonly id: string
  /** This monitor's own, where it has no others. */
  readonly location: string
  /** Of a fleet. */
  readonly locations?: readonly string[]
}

interface Known {
  readonly day: Day
  /** When it was read, and up to when it could be known then. */
  readonly readAt: number
}

/** What the days of checks were, of which those that are over are read once. */
export class DayHistory {
  readonly #queries: Pick<HistoryQueries, 'summary' | 'incidents'>
  /** By check and day. */
  readonly #known = new Map<string, Known>()

  constructor(queries: Pick<HistoryQueries, 'summary' | 'incidents'>) {
    this.#queries = queries
  }

  /**
   * The days of a check up to now, the oldest first.
   *
   * @throws {StoreError} (as a rejection)
   */
  async daysOf(check: ObservedCheck, timeZone: string, now: number): Promise<readonly Day[]> {
    const days: Day[] = []
    for (const day of zonedDays(timeZone, now, SHOWN_DAYS)) {
      const key = JSON.stringify([check.id, check.location, check.locations, timeZone, day.date])
      const before = this.#known.get(key)
      if (before && !isToBeRead(before, day, now)) days.push(before.day)
      else {
        const read = await this.#read(check, { ...day, until: Math.min(day.until, now) })
        this.#known.set(key, { day: read, readAt: now })
        days.push(read)
      }
    }
    return days
  }

  /** Forgets what is no longer shown, and checks that are gone. */
  forget(isShown: (checkId: string) => boolean, now: number): void {
    const oldest = new Date(now - (SHOWN_DAYS + 2) * 86_400_000).toISOString().slice(0, 10)
    for (const key of this.#known.keys()) {
      const [id, , , , date] = JSON.parse(key) as readonly string[]
      if (!isShown(id ?? '') || (date ?? '') < oldest) this.#known.delete(key)
    }
  }

  async #read(check: ObservedCheck, { date, from, until }: ZonedDay): Promise<Day> {
    const lengthMs = Math.max(0, until - from)
    const nothing = { date, lengthMs, upMs: 0, downMs: 0, maintenanceMs: 0 }
    if (lengthMs === 0) return nothing
    const window = { from, until }
    if (!check.locations) {
      const { time } = await this.#queries.summary(seriesOf(check.id, check.location), window)
      return { ...nothing, upMs: time.up, downMs: time.down, maintenanceMs: time.maintenance }
    }
    // Each location knows the target for itself; what the quorum made of it is known by the incidents.
    let knownMs = 0
    let maintenanceMs = 0
    for (const location of check.locations) {
      const { time } = await this.#queries.summary(seriesOf(check.id, location), window)
      knownMs = Math.max(knownMs, time.up + time.down)
      maintenanceMs = Math.max(maintenanceMs, time.maintenance)
    }
    const downMs = Math.min(knownMs, await this.#downMs(check, window))
    return { ...nothing, upMs: knownMs - downMs, downMs, maintenanceMs }
  }

  async #downMs(check: ObservedCheck, window: { from: number; until: number }): Promise<number> {
    const { incidents } = await this.#queries.incidents({
      ...{ ...window, subject: 'check', subjectId: check.id },
      ...{ location: check.location, limit: 1_000 },
    })
    const down = incidents.filter(({ verdict }) => verdict === 'down')
    return down.reduce((sum, incident) => sum + within(incident, window), 0)
  }
}

function isToBeRead({ readAt }: Known, { until }: ZonedDay, now: number): boolean {
  return readAt < until + LATE_MS && now - readAt >= READ_AGAIN_MS
}

function seriesOf(checkId: string, location: string) {
  return { checkId, location }
}

function within({ since, closedAt }: Incident, { from, until }: { from: number; until: number }) {
  return Math.max(0, Math.min(closedAt ?? until, until) - Math.max(since, from))
}

/** The same day of several checks: as bad, and as little known, as the worst of them. */
export function worstDay(days: readonly Day[]): Day | undefined {
  const [first] = days
  if (!first) return undefined
  const knownMs = Math.min(...days.map(({ upMs, downMs }) => upMs + downMs))
  const downMs = Math.min(knownMs, Math.max(...days.map((day) => day.downMs)))
  const maintenanceMs = Math.max(...days.map((day) => day.maintenanceMs))
  return { ...first, upMs: knownMs - downMs, downMs, maintenanceMs }
}
