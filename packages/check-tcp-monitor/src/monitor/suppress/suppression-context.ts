import type { MonitoredCheck } from '../../core/config/check.js'
import type { Baselines } from '../../core/response-time/baseline.js'
import { type Calendar, createCalendar } from '../../core/time/calendar.js'
import type { Clock } from '../../core/time/clock.js'
import type { TellingFacts } from '../../verdict/notification-decision.js'
import { describeMatter, type MatterDescription } from '../incidents/describe-notice.js'
import type { Matter } from '../incidents/tracked-subject.js'
import type { LiveCheck } from '../judge/check-runtime.js'
import { statusOf } from '../read-status.js'
import type { CheckStatus } from '../status.js'
import type { Family } from './dependencies.js'
import type { PlannedWindows } from './planned-windows.js'

export interface OutlookOptions {
  readonly clock: Clock
  readonly location: string
  readonly lives: ReadonlyMap<string, LiveCheck>
  readonly family: Family
  readonly silences: PlannedWindows
  /** Maintenance that comes once, beside the windows of the config. */
  readonly maintenance: PlannedWindows
  readonly baselines: Baselines
  /** Whether the location is cut off, which of its matters says so, and the count of events when it last saw again. */
  readonly sight: () => {
    readonly blind: boolean
    readonly matter: Matter
    readonly sightedAt: number
  }
}

/** What is known of a matter and of what is around it: whether to tell of it, what to say, how it stands. */
export class Outlook {
  readonly #options: OutlookOptions
  readonly #calendars = new Map<string, Calendar>()

  constructor(options: OutlookOptions) {
    this.#options = options
  }

  /** Learns when a check is in maintenance. */
  learn(check: MonitoredCheck): void {
    this.#calendars.set(check.id, createCalendar(check.maintenance))
  }

  forget(id: string): void {
    this.#calendars.delete(id)
  }

  factsOf(matter: Matter): Omit<TellingFacts, 'told' | 'open'> {
    const { clock, family, silences, sight } = this.#options
    const { blind, matter: blindness, sightedAt } = sight()
    const live = this.#liveOf(matter)
    if (!live) {
      const held = blind && matter.subject === 'location' && matter !== blindness
      return { ...NOTHING_HOLDS, blind: held }
    }
    const { check, state } = live
    const now = clock.wallMs()
    const { parentDown, parentUnsure } = family.factsOf(live)
    return {
      wanted: check.alert,
      inMaintenance: this.inMaintenance(check),
      silenced: silences.covers(check, now),
      blind: blind || live.observedAt < sightedAt,
      parentDown,
      parentUnsure,
      recovering: live.observedAt === 0 || (state.incident === 'down' && state.streaks.ok > 0),
    }
  }

  inMaintenance(check: MonitoredCheck): boolean {
    const { clock, maintenance } = this.#options
    const now = clock.wallMs()
    const inWindow = this.#calendars.get(check.id)?.endOfCurrent(now) !== undefined
    return inWindow || maintenance.covers(check, now)
  }

  describe(matter: Matter): MatterDescription {
    const { clock, location, lives, family, baselines } = this.#options
    const live = this.#liveOf(matter)
    if (!live) return describeMatter(location, this.#unknownChecks(matter))
    const normal = baselines.of(live.check.id, clock.wallMs())
    const children = family.childrenOf(live.check.id)
    const down = children.filter((id) => lives.get(id)?.state.incident === 'down')
    return describeMatter(location, down.length, live, normal, family.neighboursOf(live))
  }

  statusOf(live: LiveCheck, stale: boolean, groupWaitMs: number): CheckStatus {
    const { clock, location, baselines } = this.#options
    return statusOf(live, {
      location,
      stale,
      normal: baselines.of(live.check.id, clock.wallMs()),
      groupWaitMs,
      facts: this.factsOf(live.matter),
    })
  }

  #liveOf({ subject, subjectId }: Matter): LiveCheck | undefined {
    return subject === 'check' ? this.#options.lives.get(subjectId) : undefined
  }

  /** How many checks know nothing, where that is what the matter is about. */
  #unknownChecks({ subject }: Matter): number {
    if (subject !== 'location') return 0
    const lives = [...this.#options.lives.values()]
    return lives.filter(({ state }) => state.verdict === 'unknown').length
  }
}

const NOTHING_HOLDS = {
  wanted: true,
  inMaintenance: false,
  silenced: false,
  blind: false,
  parentDown: false,
  parentUnsure: false,
  recovering: false,
}
