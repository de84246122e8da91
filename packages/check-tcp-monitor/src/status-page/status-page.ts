import type { StatusPageConfig } from '../core/config/status-page.js'
import { buildModel } from './build-model.js'
import { DayHistory } from './days/day-history.js'
import type { PageModel } from './page-model.js'
import type { PageSource } from './page-source.js'

/** A page as old as this is made again when somebody asks for it; milliseconds. */
const CACHED_MS = 10_000

/** So old a page may be shown where making another takes longer than anybody should wait. */
const STALE_MS = 60_000
const PATIENCE_MS = 1_000

/** A page that was made, and when. */
export interface MadePage {
  readonly model: PageModel
  /** Monotonic milliseconds. */
  readonly madeAtMs: number
}

/** One page for everybody, made when it is asked for and kept for some seconds. */
export class StatusPage {
  readonly #config: () => StatusPageConfig
  readonly #source: PageSource
  readonly #history: DayHistory
  readonly #onError: (error: unknown) => void
  #made: MadePage | undefined
  #madeOf: StatusPageConfig | undefined
  #making: Promise<MadePage> | undefined

  /** @param onError called where it cannot be made; the one before is shown, and says that it is old */
  constructor(
    config: () => StatusPageConfig,
    source: PageSource,
    onError: (error: unknown) => void,
  ) {
    this.#config = config
    this.#source = source
    this.#history = new DayHistory(source.queries)
    this.#onError = onError
  }

  /** @throws {StoreError} (as a rejection) where none could be made yet */
  async page(): Promise<MadePage> {
    const made = this.#made
    // What another config shows is never shown again.
    if (!made || this.#madeOf !== this.#config()) return this.#make()
    const ageMs = this.#source.clock.monotonicMs() - made.madeAtMs
    if (ageMs < CACHED_MS) return made
    return ageMs < STALE_MS ? this.#inTime(this.#make(), made) : this.#make()
  }

  /** What is being made, or after a second what was made before. */
  #inTime(making: Promise<MadePage>, before: MadePage): Promise<MadePage> {
    return new Promise((resolve, reject) => {
      const cancel = this.#source.clock.setTimer(PATIENCE_MS, () => resolve(before))
      making.then(resolve, reject).finally(cancel)
    })
  }

  #make(): Promise<MadePage> {
    this.#making ??= this.#makeOnce().finally(() => {
      this.#making = undefined
    })
    return this.#making
  }

  async #makeOnce(): Promise<MadePage> {
    const config = this.#config()
    const madeAtMs = this.#source.clock.monotonicMs()
    try {
      const model = await buildModel(config, this.#source, this.#history)
      this.#made = { model, madeAtMs }
      this.#madeOf = config
      return this.#made
    } catch (error) {
      this.#onError(error)
      const before = this.#madeOf === config ? this.#made : undefined
      if (!before) throw error
      this.#made = { model: { ...before.model, isOld: true }, madeAtMs }
      return this.#made
    }
  }
}
