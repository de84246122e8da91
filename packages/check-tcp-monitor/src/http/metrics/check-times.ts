import type { Clock } from '../../core/time/clock.js'
import { countsAsOf, validMsOf } from '../../core/time/counts-as.js'
import {
  extendObserved,
  noTime,
  type ObservedTime,
  observedAt,
  type StateTimes,
} from '../../core/time/observed-time.js'
import type { Observation } from '../../core/wire/observation.js'
import type { EventLog } from '../../monitor/event-log.js'

/**
 * For how long each check's target was in each state since the API was opened. By monotonic time, so that a counter never
 * goes back; what a bad check turns out to have been is counted once it is known.
 */
export class CheckTimes {
  readonly #clock: Clock
  readonly #byCheck = new Map<string, ObservedTime>()
  readonly #unsubscribe: () => void

  constructor(events: EventLog, clock: Clock) {
    this.#clock = clock
    this.#unsubscribe = events.subscribe(({ type, data }) => {
      if (type === 'result') this.#add(resultOf(data))
    })
  }

  of(checkId: string): StateTimes {
    const observed = this.#byCheck.get(checkId)
    if (!observed) return noTime()
    const { times, lastAt, lastCountsAs, lastValidMs } = observed
    if (lastCountsAs === 'unconfirmed') return times
    const stands = Math.min(this.#clock.monotonicMs() - lastAt, lastValidMs)
    return { ...times, [lastCountsAs]: times[lastCountsAs] + stands }
  }

  /** Forgets all other checks. */
  keep(checks: readonly { readonly id: string }[]): void {
    if (this.#byCheck.size <= checks.length) return
    const present = new Set(checks.map(({ id }) => id))
    for (const id of this.#byCheck.keys()) if (!present.has(id)) this.#byCheck.delete(id)
  }

  close(): void {
    this.#unsubscribe()
  }

  #add(observation: Observation): void {
    const { checkId } = observation
    const now = this.#clock.monotonicMs()
    const newest = observedAt(now, countsAsOf(observation), validMsOf(observation))
    const observed = this.#byCheck.get(checkId)
    if (observed) extendObserved(observed, newest)
    else this.#byCheck.set(checkId, newest)
  }
}

/** The data of an event of this type is an observation. */
function resultOf(data: unknown): Observation {
  return data as Observation
}
