import { LEVEL_MS, startOf } from '../../core/level.js'
import type { HourSums } from '../../core/store/history-queries.js'
import type { Observation } from '../../core/wire/observation.js'
import {
  classOfHour,
  countObservation,
  countsOfSums,
  digitOf,
  type HourCounts,
  noCounts,
} from './hour-class.js'

export const HOURS = 24
const NEWEST = HOURS - 1

/** What the last 24 hours were for each row: a digit an hour, the oldest first. */
export class HourStrips {
  readonly #digits: Uint8Array
  readonly #counts: HourCounts[]
  #hour: number

  constructor(rows: number, now: number) {
    this.#digits = new Uint8Array(rows * HOURS)
    this.#counts = Array.from({ length: rows }, noCounts)
    this.#hour = startOf('hour', now)
  }

  /** When the newest hour began, wall milliseconds. */
  get hour(): number {
    return this.#hour
  }

  /** Begins another hour where it is time. @returns whether it did */
  turn(now: number): boolean {
    const hours = Math.min(HOURS, (startOf('hour', now) - this.#hour) / LEVEL_MS.hour)
    // A clock that was set back is waited for.
    if (hours < 1) return false
    this.#hour = startOf('hour', now)
    for (let at = 0; at < this.#digits.length; at += HOURS) {
      this.#digits.copyWithin(at, at + hours, at + HOURS)
      this.#digits.fill(0, at + HOURS - hours, at + HOURS)
    }
    for (const counts of this.#counts) Object.assign(counts, noCounts())
    return true
  }

  /** @returns whether the newest hour is something else by that */
  note(row: number, observation: Observation): boolean {
    const counts = this.#counts[row]
    if (!counts || observation.at < this.#hour) return false
    countObservation(counts, observation)
    return this.#put(row, NEWEST, classOfHour(counts))
  }

  /** Takes the newest hour for at least this. @returns whether it is something else by that */
  raise(row: number, digit: number): boolean {
    return digit > this.newest(row) && this.#put(row, NEWEST, digit)
  }

  /** Takes what the history has of a row. Of several locations, most must have seen an outage for it to be one. */
  recall(row: number, sums: readonly HourSums[]): boolean {
    const byHour = new Map<number, HourSums[]>()
    for (const each of sums) {
      const place = NEWEST - (this.#hour - each.at) / LEVEL_MS.hour
      if (place >= 0 && place < HOURS) byHour.set(place, [...(byHour.get(place) ?? []), each])
    }
    let isChanged = false
    for (const [place, seen] of byHour) {
      const [first] = seen
      if (place === NEWEST && seen.length === 1 && first) this.#recallNewest(row, first)
      const digit = classOfSeen(seen)
      const at = row * HOURS + place
      if (digit > (this.#digits[at] ?? 0)) isChanged = this.#put(row, place, digit) || isChanged
    }
    return isChanged
  }

  newest(row: number): number {
    return this.#digits[row * HOURS + NEWEST] ?? 0
  }

  textOf(row: number): string {
    return this.#digits.subarray(row * HOURS, (row + 1) * HOURS).join('')
  }

  /** Takes over what another has of one of its rows. */
  copy(row: number, from: HourStrips, fromRow: number): void {
    const strip = from.#digits.subarray(fromRow * HOURS, (fromRow + 1) * HOURS)
    this.#digits.set(strip, row * HOURS)
    Object.assign(this.#counts[row] ?? {}, from.#counts[fromRow])
  }

  #recallNewest(row: number, sums: HourSums): void {
    Object.assign(this.#counts[row] ?? {}, countsOfSums(sums))
  }

  #put(row: number, place: number, digit: number): boolean {
    const at = row * HOURS + place
    if (this.#digits[at] === digit) return false
    this.#digits[at] = digit
    return true
  }
}

function classOfSeen(seen: readonly HourSums[]): number {
  const digits = seen.map((each) => classOfHour(countsOfSums(each)))
  const outages = digits.filter((digit) => digit === digitOf('outage')).length
  if (outages * 2 > digits.length || outages === 0) return Math.max(...digits)
  return Math.max(digitOf('slow'), ...digits.filter((digit) => digit !== digitOf('outage')))
}
