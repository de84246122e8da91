import type { MonitoredCheck } from '../../core/config/check.js'
import { appliesTo } from '../../core/time/applies-to.js'
import type { PlannedWindow } from '../../core/wire/planned-window.js'

/** Silences, or maintenance that comes once: those that are there, and which checks they apply to. */
export class PlannedWindows {
  readonly #byId = new Map<string, PlannedWindow>()

  recall(windows: readonly PlannedWindow[]): void {
    for (const window of windows) this.add(window)
  }

  add(window: PlannedWindow): void {
    this.#byId.set(window.id, window)
  }

  /** Those that hold at `now`, wall milliseconds. */
  at(now: number): PlannedWindow[] {
    return [...this.#byId.values()].filter(({ from, until }) => from <= now && now < until)
  }

  /** Those that hold at `now` or will hold later, the earliest first. */
  from(now: number): PlannedWindow[] {
    return [...this.#byId.values()]
      .filter(({ from, until }) => now < until && from < until)
      .sort((a, b) => a.from - b.from)
  }

  /** Forgets those that are over. */
  prune(now: number): void {
    for (const { id, until } of this.#byId.values()) if (until <= now) this.#byId.delete(id)
  }

  applyTo(check: Pick<MonitoredCheck, 'id' | 'tags'>, now: number): boolean {
    return this.firstFor(check, now) !== undefined
  }

  /** One that holds for the check. */
  firstFor(check: Pick<MonitoredCheck, 'id' | 'tags'>, now: number): PlannedWindow | undefined {
    return this.at(now).find((window) => appliesTo(window, check))
  }
}
