export interface TimeWindow {
  /** Inclusive, wall milliseconds. */
  readonly from: number
  /** Exclusive. */
  readonly until: number
}
