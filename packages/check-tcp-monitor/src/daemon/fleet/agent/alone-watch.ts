import { LinkError, type LinkErrorCode } from '../../../core/link/agent-link.js'
import type { Clock } from '../../../core/time/clock.js'

/** What a hub that is there says. */
const ANSWERS: ReadonlySet<LinkErrorCode> = new Set(['LINK_REVOKED', 'LINK_REFUSED'])

interface AloneWatchOptions {
  readonly clock: Clock
  /** How long no hub has answered until the agent is alone, milliseconds. */
  readonly afterMs: number
  readonly onChange: (isAlone: boolean) => void
}

/** Knows whether an agent is alone: whether no hub that can decide anything has answered it for long. */
export class AloneWatch {
  readonly #options: AloneWatchOptions
  #cancel: (() => void) | undefined
  #isAlone = false

  constructor(options: AloneWatchOptions) {
    this.#options = options
  }

  get isAlone(): boolean {
    return this.#isAlone
  }

  /** No hub was asked yet. */
  start(): void {
    this.#wait()
  }

  /** @param problem why the hub was not reported to; undefined where it was */
  note(problem: Error | undefined): void {
    if (problem instanceof LinkError && !ANSWERS.has(problem.code)) {
      this.#wait()
      return
    }
    this.stop()
    this.#become(false)
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  #wait(): void {
    if (this.#cancel || this.#isAlone) return
    const { clock, afterMs } = this.#options
    this.#cancel = clock.setTimer(afterMs, () => {
      this.#cancel = undefined
      this.#become(true)
    })
  }

  #become(isAlone: boolean): void {
    if (isAlone === this.#isAlone) return
    this.#isAlone = isAlone
    this.#options.onChange(isAlone)
  }
}
