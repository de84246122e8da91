import type { Plugin } from '../plugin.js'
import type { TaskPlace } from '../text/task-place.js'

/** One entry of a task file, ready to run. */
export interface Task extends TaskPlace {
  readonly description?: string
  readonly plugin: Plugin
  /** What the plugin's schema made of the parameters, defaults filled in. */
  readonly parameters: unknown
  /** A failed result is to be explained. */
  readonly explain?: true
}
