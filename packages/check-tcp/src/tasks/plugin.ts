import type { ParametersOf, ParametersSchema } from '../core/parameters/parameters-schema.js'
import type { TaskPlace } from './text/task-place.js'

/** What a plugin is given besides its parameters. */
export interface PluginContext {
  /** Aborts when the run is given up; the plugin then returns what it knows as soon as it can. */
  readonly signal: AbortSignal
  /** The task that it runs for; absent where there is none. */
  readonly task?: TaskPlace
}

/** A named function from parameters to a result. `check_tcp_connection` is the first. */
export interface Plugin<S extends ParametersSchema = ParametersSchema, R = unknown> {
  /** The name that task files use, in snake_case. */
  readonly name: string
  /** One sentence. */
  readonly description: string
  /** A valibot `strictObject`, whose messages say what is allowed. */
  readonly schema: S
  /**
   * Runs once. Findings, bad ones too, are returned; an error thrown means that the plugin itself broke.
   *
   * @param parameters what the schema let through, defaults filled in
   */
  run(parameters: ParametersOf<S>, context: PluginContext): Promise<R>
  /** Whether a result is a good one. */
  succeeded(result: R): boolean
}
