import type { Observation } from '../wire/observation.js'
import type { SpoolGap } from './agent-batch.js'

/** A stretch of what is kept for the hub. */
export interface SpoolPage {
  /** The number of the first result; where there are none, the number that the next will have. */
  readonly first: number
  /** In the order of their numbers, without a hole. */
  readonly results: readonly Observation[]
  /** What was dropped right before the first. */
  readonly gap?: SpoolGap
}

/** Where an agent keeps its results until its hub has stored them. Numbers ascend by one, and none is given twice. */
export interface Spool {
  /** A UUID: new with each new spool, and with each that was restored from a copy. */
  readonly epoch: string
  /** @param from the number of the first that is wanted; where it was dropped, the page begins with the oldest that is kept */
  page(from: number, limit: number): Promise<SpoolPage>
  /** All results before this number are on the hub's disk. */
  received(next: number): Promise<void>
  /** Results that the hub has not received. */
  readonly waiting: number
}
