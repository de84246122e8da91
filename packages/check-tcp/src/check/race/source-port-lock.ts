import { abortable } from '../../core/abort.js'

/**
 * One check at a time for a source port and a target: two at once would ask the kernel for the same connection, and
 * the second would be told "Port in use" by its own sibling.
 */
export class SourcePortLock {
  readonly #last = new Map<string, Promise<void>>()

  /** Runs `work` after the work with the same key that came before it, or at once when `signal` aborts. */
  async run<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key)
    const mine = (before ? this.#wait(before, signal) : Promise.resolve()).then(work)
    // The next one waits for everybody before, also for the one that an abort overtook.
    const settled = Promise.allSettled([before, mine]).then(() => {})
    this.#last.set(key, settled)
    void settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key)
    })
    return mine
  }

  #wait(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    return abortable<void>(
      signal,
      () => {},
      (settle) => void before.then(settle),
    )
  }
}
