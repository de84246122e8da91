/** Who was told what of the open incident of a subject; plain data, so that nobody is told twice after a restart. */
export interface Telling {
  /** Somebody was told that it is open. */
  readonly told: boolean
  /** When each route was told last, wall milliseconds. */
  readonly toldAt: Readonly<Record<string, number>>
}

export const NOBODY_TOLD: Telling = { told: false, toldAt: {} }
