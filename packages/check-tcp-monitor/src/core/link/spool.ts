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
  /** All results before this number were received, as far as is known here. */
  readonly confirmed: number
  /** Results that the hub has not received. */
  readonly waiting: number
  /**
   * From this number on, or from the oldest that is kept.
   *
   * @throws {StoreError} (as a rejection)
   */
  page(from: number, limit: number): Promise<SpoolPage>
  /** The number that the next result will have. @throws {StoreError} (as a rejection) */
  end(): Promise<number>
  /** All results before this number are on the hub's disk. @throws {StoreError} (as a rejection) */
  received(next: number): Promise<void>
  /** The hub has results of it that it does not have itself: it is a copy, and gets an epoch of its own. @throws {StoreError} (as a rejection) */
  renew(): Promise<void>
}
