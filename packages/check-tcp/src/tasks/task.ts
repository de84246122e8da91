import type { AsWritten } from '../audit/entries/as-written.js'
import type { Plugin } from './plugin.js'

/** One entry of a task file, ready to run. */
export interface Task {
  readonly name: string
  readonly description?: string
  readonly plugin: Plugin
  /** What the plugin's schema made of the parameters, defaults filled in. */
  readonly parameters: unknown
  /** A failed result is to be explained. */
  readonly explain?: true
  /** Where the task stands. */
  readonly file: string
  readonly line: number
  /** What of its name and parameters came from the environment. */
  readonly written?: AsWritten
}

/** A task without what it is to do. */
export type TaskPlace = Pick<Task, 'name' | 'file' | 'line' | 'written'>

export function placeOf({ name, file, line, written }: Task): TaskPlace {
  return { name, file, line, ...(written ? { written } : {}) }
}
