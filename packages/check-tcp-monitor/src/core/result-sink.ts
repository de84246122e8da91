import type { BatchContent } from './store/commits.js'

/** Where results go, with what follows from them: into the history of this process, or on their way to a hub. */
export interface ResultSink {
  /**
   * To be kept soon; at once where an incident changes, somebody is to be notified, or `isUrgent` says so. What is in one batch
   * is kept as a whole, or not at all.
   */
  add(batch: Partial<BatchContent>, how?: { readonly isUrgent?: boolean }): void
  /**
   * Resolves when it is kept.
   *
   * @throws {StoreError} (as a rejection) where that fails; it is held all the same, and kept when it can be
   */
  addDurably(batch: Partial<BatchContent>): Promise<void>
}
