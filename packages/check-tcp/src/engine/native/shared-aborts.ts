/**
 * What is to be told when a signal aborts. Thousands of connects may follow one signal; a listener for each would cost
 * more than the connect, so they share one.
 */
export class SharedAborts<T> {
  readonly #onAbort: (follower: T) => void
  readonly #followers = new Map<
    AbortSignal,
    { readonly all: Set<T>; readonly listener: () => void }
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
    const listener = () => {
      for (const one of [...all]) this.#onAbort(one)
    }
    signal.addEventListener('abort', listener)
    this.#followers.set(signal, { all, listener })
  }

  remove(signal: AbortSignal, follower: T): void {
    const known = this.#followers.get(signal)
    if (!known?.all.delete(follower) || known.all.size > 0) return
    signal.removeEventListener('abort', known.listener)
    this.#followers.delete(signal)
  }
}
