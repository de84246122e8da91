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
}
