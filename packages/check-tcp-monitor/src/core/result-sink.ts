import type { BatchContent } from './store/commits.js'

/** Where results go, with what follows from them: into the history of this process, or on their way to a hub. */
export interface ResultSink {
  /** To be kept soon. What is in one batch is kept as a whole, or not at all. */
  add(batch: Partial<BatchContent>): void
  /**
   * Resolves when it is kept.
   *
   * @throws {StoreError} (as a rejection) where that fails; it is held all the same, and kept when it can be
   */
  addDurably(batch: Partial<BatchContent>): Promise<void>
}
