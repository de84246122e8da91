import { onAbort } from '../../core/abort.js'

/** Who follows a signal; `place` is where it stands among those that follow the same one. */
interface Follower {
  place?: number | undefined
}

/**
 * What is to be told when a signal aborts. Thousands of connects may follow one signal; a listener for each would cost
 * more than the connect, so they share one. They stand in a list and not in a `Set`: a set that is filled and emptied
 * all the time leaves a chain of old tables behind, by which V8's collector takes what is long over for alive.
 */
export class SharedAborts<T extends Follower> {
  readonly #onAbort: (follower: T) => void
  readonly #followers = new Map<AbortSignal, { readonly all: T[]; readonly takeBack: () => void }>()

  constructor(onAbort: (follower: T) => void) {
    this.#onAbort = onAbort
  }

  add(signal: AbortSignal, follower: T): void {
    const known = this.#followers.get(signal)
    if (known) {
      follower.place = known.all.push(follower) - 1
      return
    }
    follower.place = 0
    const all = [follower]
    const takeBack = onAbort(signal, () => {
      for (const one of [...all]) this.#onAbort(one)
    })
    this.#followers.set(signal, { all, takeBack })
  }

  remove(signal: AbortSignal, follower: T): void {
    const known = this.#followers.get(signal)
    const { place } = follower
    if (!known || place === undefined || known.all[place] !== follower) return
    follower.place = undefined
    const last = known.all.pop()
    if (last && last !== follower) {
      known.all[place] = last
      last.place = place
    }
    if (known.all.length > 0) return
    known.takeBack()
    this.#followers.delete(signal)
  }
}
