/** Keeps account of when each limit may next be used, for all who have to keep to it together. */
export interface TurnLedger {
  /**
   * Takes a turn if one is due.
   *
   * @param key which limit
   * @param intervalMs how long after this turn the next one is due
   */
  take(key: string, intervalMs: number): Taken
}

export interface Taken {
  readonly taken: boolean
  /** When the next turn is due, by the clock; somebody else may take it first. */
  readonly freeAtMs: number
}

/**
 * How late a turn may be taken without pushing back those after it. Timers fire up to some milliseconds late, and a limit
 * would otherwise lose that much with every turn; in 10 ms comes 1 % of what a second allows.
 */
export const LATENESS_MS = 10

/** When the turn counts as begun that is taken now and has been free since `freeAtMs`. Nobody saves turns up. */
export function beginOfTurn(freeAtMs: number, nowMs: number): number {
  return freeAtMs < nowMs - LATENESS_MS ? nowMs : freeAtMs
}
