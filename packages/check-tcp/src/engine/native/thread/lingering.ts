import { EPOLLIN, EPOLLRDHUP } from '../kernel/constants.js'
import type { Epoll } from '../kernel/epoll.js'
import type { Sockets } from '../kernel/sockets.js'

/** How long a service may go on talking after our FIN: as in the node engine's polite-close.ts. */
const LINGER_MS = 1_000

/** And where descriptors run short: likewise. */
const SHORT_LINGER_MS = 200

/** Most services on a near network have ended by then, and never need to be watched: two system calls less. */
const FIRST_LOOK_MS = 1

/**
 * Connections whose outcome is out and that are being closed politely: looked at once after a moment, and watched where
 * the peer takes longer.
 */
export class Lingering {
  readonly #epoll: Epoll
  readonly #sockets: Sockets
  /** A ring of descriptors that nobody watches yet, else -1; shared, for the cleaning up after a worker that died. */
  readonly #fresh: Int32Array
  readonly #freshAtMs: Float64Array
  readonly #freshWatched: Uint8Array
  #oldest = 0
  #freshCount = 0
  /** Watched descriptors in the order of their deadlines, which are all as far away. */
  readonly #deadlineMs = new Map<number, number>()

  /** @param fresh room for descriptors, -1 in each place */
  constructor(epoll: Epoll, sockets: Sockets, fresh: Int32Array) {
    this.#epoll = epoll
    this.#sockets = sockets
    this.#fresh = fresh
    this.#freshAtMs = new Float64Array(fresh.length)
    this.#freshWatched = new Uint8Array(fresh.length)
  }

  get size(): number {
    return this.#freshCount + this.#deadlineMs.size
  }

  /** When there is something to do. */
  get nextMs(): number {
    if (this.#freshCount > 0) return (this.#freshAtMs[this.#oldest] ?? 0) + FIRST_LOOK_MS
    for (const deadlineMs of this.#deadlineMs.values()) return deadlineMs
    return Number.POSITIVE_INFINITY
  }

  /** Sends our FIN and reads until the peer's, or until the deadline. */
  add(fd: number, nowMs: number, { watched }: { readonly watched: boolean }): void {
    this.#sockets.finish(fd)
    if (this.#freshCount === this.#fresh.length) this.#lookAtOldest(nowMs)
    const place = (this.#oldest + this.#freshCount++) % this.#fresh.length
    this.#fresh[place] = fd
    this.#freshAtMs[place] = nowMs
    this.#freshWatched[place] = watched ? 1 : 0
  }

  has(fd: number): boolean {
    return this.#deadlineMs.has(fd)
  }

  /** Something came in. */
  ready(fd: number): void {
    if (this.#sockets.drain(fd)) this.#close(fd)
  }

  /** Looks at those that have had their moment, and closes those whose deadline is over. */
  expire(nowMs: number): void {
    while (this.#freshCount > 0 && nowMs - (this.#freshAtMs[this.#oldest] ?? 0) >= FIRST_LOOK_MS) {
      this.#lookAtOldest(nowMs)
    }
    for (const [fd, deadlineMs] of this.#deadlineMs) {
      if (deadlineMs > nowMs) return
      this.#close(fd)
    }
  }

  /** Closes those that most services would have closed by now, for their descriptors. */
  makeRoom(nowMs: number): void {
    this.expire(nowMs + LINGER_MS - SHORT_LINGER_MS)
  }

  closeAll(): void {
    while (this.#freshCount > 0) this.#sockets.close(this.#takeOldest())
    for (const fd of this.#deadlineMs.keys()) this.#close(fd)
  }

  #lookAtOldest(nowMs: number): void {
    const atMs = this.#freshAtMs[this.#oldest] ?? nowMs
    const watched = this.#freshWatched[this.#oldest] === 1
    const fd = this.#takeOldest()
    if (this.#sockets.drain(fd)) this.#sockets.close(fd)
    else {
      this.#epoll.watch(fd, EPOLLIN | EPOLLRDHUP, { again: watched })
      this.#deadlineMs.set(fd, atMs + LINGER_MS)
    }
  }

  #takeOldest(): number {
    const fd = this.#fresh[this.#oldest] ?? -1
    this.#fresh[this.#oldest] = -1
    this.#oldest = (this.#oldest + 1) % this.#fresh.length
    this.#freshCount--
    return fd
  }

  #close(fd: number): void {
    this.#deadlineMs.delete(fd)
    this.#sockets.close(fd)
  }
}
