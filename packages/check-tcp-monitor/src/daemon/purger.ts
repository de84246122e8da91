import type { Store } from '../core/store/store.js'
import type { Retention } from '../core/store/store-admin.js'
import type { Clock } from '../core/time/clock.js'

/** Between two purges. At 5,000 results a second, 3 million rows become old meanwhile. */
const EVERY_MS = 10 * 60_000

interface PurgerOptions {
  readonly store: Pick<Store, 'admin'>
  readonly clock: Clock
  readonly retention: () => Retention
  readonly onError: (error: unknown) => void
}

/** Deletes what is older than its retention, again and again. */
export class Purger {
  readonly #options: PurgerOptions
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(options: PurgerOptions) {
    this.#options = options
    this.#later()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #later(): void {
    if (this.#stopped) return
    this.#cancel = this.#options.clock.setTimer(EVERY_MS, () => this.#purge())
  }

  #purge(): void {
    const { store, clock, retention, onError } = this.#options
    store.admin
      .purge(clock.wallMs(), retention())
      .catch(onError)
      .finally(() => this.#later())
  }
}
