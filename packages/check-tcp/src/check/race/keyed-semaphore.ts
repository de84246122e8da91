import { abortable } from '../../core/abort.js'

/** Frees what was acquired; to be called exactly once. */
export type Release = () => void

const nothingAcquired: Release = () => {}

/** Counting semaphores, one for each key, made when first asked for; who waits is served in the order of coming. */
export class KeyedSemaphore {
  readonly #semaphores = new Map<string, { held: number; readonly waiting: (() => void)[] }>()

  /** Resolves when fewer than `limit` are held, or at once when the signal aborts. */
  async acquire(key: string, limit: number, signal: AbortSignal | undefined): Promise<Release> {
    const semaphore = this.#semaphores.get(key) ?? { held: 0, waiting: [] }
    this.#semaphores.set(key, semaphore)
    if (semaphore.held >= limit) {
      const acquired = await untilCalled(semaphore.waiting, signal)
      if (!acquired) return nothingAcquired
    } else semaphore.held++
    return () => {
      const next = semaphore.waiting.shift()
      // What is freed is handed on, so that nobody who comes now overtakes.
      if (next) next()
      else if (--semaphore.held === 0) this.#semaphores.delete(key)
    }
  }
}

/** True when called, false when the signal aborted first. */
function untilCalled(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<boolean> {
  let call = () => {}
  const giveUp = () => {
    const index = waiting.indexOf(call)
    if (index >= 0) waiting.splice(index, 1)
    return false
  }
  return abortable<boolean>(signal, giveUp, (settle) => {
    call = () => settle(true)
    waiting.push(call)
    return undefined
  })
}
