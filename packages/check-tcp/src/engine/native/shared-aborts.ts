import { onAbort } from '../../core/abort.js'

/**
 * What is to be told when a signal aborts. Thousands of connects may follow one signal; a listener for each would cost
 * more than the connect, so they share one.
 */
export class SharedAborts<T> {
  readonly #onAbort: (follower: T) => void
  readonly #followers = new Map<
    AbortSignal,
    { readonly all: Set<T>; readonly takeBack: () => void }
  >()

  constructor(onAbort: (follower: T) => void) {
    this.#onAbort = onAbort
  }

  add(signal: AbortSignal, follower: T): void {
    const known = this.#followers.get(signal)
    if (known) {
      known.all.add(follower)
      return
    }
    const all = new Set([follower])
    const takeBack = onAbort(signal, () => {
      for (const one of [...all]) this.#onAbort(one)
    })
    this.#followers.set(signal, { all, takeBack })
  }

  remove(signal: AbortSignal, follower: T): void {
    const known = this.#followers.get(signal)
    if (!known?.all.delete(follower) || known.all.size > 0) return
    known.takeBack()
    this.#followers.delete(signal)
  }
}
