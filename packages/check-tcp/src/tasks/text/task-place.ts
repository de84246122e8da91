import type { AsWritten } from '../../audit/entries/entry.js'

/** A task without what it is to do. */
export interface TaskPlace {
  readonly name: string
  /** Where the task stands. */
  readonly file: string
  readonly line: number
  /** What of its name and parameters came from the environment. */
  readonly written?: AsWritten
}

export function placeOf({ name, file, line, written }: TaskPlace): TaskPlace {
  return { name, file, line, ...(written ? { written } : {}) }
}
