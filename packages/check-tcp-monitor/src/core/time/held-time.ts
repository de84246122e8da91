/** Noticed late by so much: until then somebody may have spoken in vain, milliseconds. */
const NOTICED_AFTER_MS = 5_000

/** Who was refused tries again within 10 s, and may be heard by way of another hub, milliseconds. */
const HOLD_MS = 30_000

/** The time by which what was heard grows old: it stands still while nobody can be heard, until everybody has had another try. */
export class HeldTime {
  #since = Number.POSITIVE_INFINITY
  #until = Number.NEGATIVE_INFINITY

  /** Nobody can be heard now, by no fault of those who speak; called again and again while that lasts. */
  hold(nowMs: number): void {
    if (nowMs >= this.#until) this.#since = nowMs - NOTICED_AFTER_MS
    this.#until = nowMs + HOLD_MS
  }

  at(nowMs: number): number {
    return nowMs < this.#until ? Math.min(this.#since, nowMs) : nowMs
  }
}
