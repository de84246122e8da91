/** What response time is normal for a target at an hour of the week, milliseconds. */
export interface Baseline {
  readonly typicalMs: number
  /** Longer than this is not normal. */
  readonly highMs: number
}

/** Knows what is normal. */
export interface Baselines {
  /** @returns undefined where too little is known yet */
  of(checkId: string, at: number): Baseline | undefined
}
