import type { Verdict } from '../../core/verdict.js'

/** Who was told what of the open incident of a subject; plain data, so that nobody is told twice after a restart. */
export interface Telling {
  /** Somebody was told that it is open. */
  readonly told: boolean
  /** When each channel was told last, wall milliseconds; the router reads and writes it. */
  readonly toldAt: Readonly<Record<string, number>>
  /** What was last said of it. Something else is to be said as soon as nothing holds it back. */
  readonly said?: Verdict
  /** Of a location: the most checks at once that knew nothing because of it. */
  readonly affected?: number
}

export const NOBODY_TOLD: Telling = { told: false, toldAt: {} }
