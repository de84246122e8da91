/** Where a reader's events come from. */
export interface EventFeed {
  /** The place of the newest event. */
  readonly lastId: string
  /** @returns what comes after a place, as a stream has it, and the place then; undefined where the place is not known */
  after(id: string): { readonly text: string; readonly lastId: string } | undefined
  /** Tells that there may be something new. @returns ends it */
  subscribe(listener: () => void): () => void
}
