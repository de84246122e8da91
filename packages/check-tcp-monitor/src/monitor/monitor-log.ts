import type { StoreError } from '../core/store/store-error.js'
import type { MonitorOptions } from './monitor-options.js'

/** What people who run the monitor read in its log. */
export class MonitorLog {
  readonly #log: NonNullable<MonitorOptions['log']>
  /** Why the history cannot be written, as the log has it already. */
  #storeProblem: string | undefined

  constructor(log: MonitorOptions['log']) {
    this.#log = log ?? (() => {})
  }

  noteBroken(what: string, error: unknown): void {
    this.#log('error', `${what} broke: ${String(error)}`)
  }

  noteConnectivity(turned: 'isolated' | 'online' | undefined): void {
    if (turned === 'isolated') this.#log('error', 'the location is cut off')
    if (turned === 'online') this.#log('info', 'the location is back online')
  }

  noteGap(seconds: number): void {
    this.#log(
      'warn',
      `the wall clock moved ${seconds} s against monotonic time: the machine slept, or its clock was set`,
    )
  }

  /** Tried again and again, it fails again and again; that is said once. */
  noteStore(error: StoreError | undefined): void {
    if (error && error.message === this.#storeProblem) return
    this.#storeProblem = error?.message
    if (error) this.#log('error', `the history cannot be written: ${error.message}`)
    else this.#log('info', 'the history can be written again')
  }
}
