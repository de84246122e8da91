import type { HistoryQueries } from '../../core/store/history-queries.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Day } from '../page-model.js'
import type { ZonedDay } from './zoned-days.js'

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
  /** When the day began: in another zone it is another day. */
  readonly from: number
}

/** What the days of checks were, of which those that are over are read once. */
export class DayHistory {
  readonly #queries: Pick<HistoryQueries, 'summary' | 'incidents'>
  /** By series, the days by their dates. */
  readonly #known = new Map<string, Map<string, Known>>()

  constructor(queries: Pick<HistoryQueries, 'summary' | 'incidents'>) {
    this.#queries = queries
  }

  /**
   * What some days were for a check, up to now.
   *
   * @throws {StoreError} (as a rejection)
   */
  async daysOf(
    check: ObservedCheck,
    wanted: readonly ZonedDay[],
    now: number,
  ): Promise<readonly Day[]> {
    const key = JSON.stringify([check.id, check.location, check.locations])
    const before = this.#known.get(key)
    const known = new Map<string, Known>()
    for (const day of wanted) {
      const one = before?.get(day.date)
      const isKnown = one && one.from === day.from && !isToBeRead(one, day, now)
      known.set(day.date, isKnown ? one : await this.#readNow(check, day, now))
    }
    // Days that are no longer wanted are forgotten by that.
    this.#known.set(key, known)
    return wanted.flatMap(({ date }) => known.get(date)?.day ?? [])
  }

  /** Forgets checks that are gone. */
  forget(isShown: (checkId: string) => boolean): void {
    for (const key of this.#known.keys()) {
      const [id] = JSON.parse(key) as readonly [string]
      if (!isShown(id)) this.#known.delete(key)
    }
  }

  async #readNow(check: ObservedCheck, day: ZonedDay, now: number): Promise<Known> {
    const read = await this.#read(check, { ...day, until: Math.min(day.until, now) })
    return { day: read, readAt: now, from: day.from }
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
    // Before it had locations, the check was made from here.
    for (const location of [...check.locations, check.location]) {
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
