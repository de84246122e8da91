import { EPOLLIN, EPOLLRDHUP } from './constants.js'
import type { Epoll } from './epoll.js'
import type { Sockets } from './sockets.js'

/** How long a service may go on talking after our FIN: as in the node engine's polite-close.ts. */
const LINGER_MS = 1_000

/** And where descriptors run short: likewise. */
const SHORT_LINGER_MS = 200

/** Connections whose outcome is out and that are being closed politely. */
export class Lingering {
  readonly #epoll: Epoll
  readonly #sockets: Sockets
  /** Descriptors in the order of their deadlines, which are all as far away. */
  readonly #deadlineMs = new Map<number, number>()

  constructor(epoll: Epoll, sockets: Sockets) {
    this.#epoll = epoll
    this.#sockets = sockets
  }

  get size(): number {
    return this.#deadlineMs.size
  }

  get nextMs(): number {
    for (const deadlineMs of this.#deadlineMs.values()) return deadlineMs
    return Number.POSITIVE_INFINITY
  }

  /** Sends our FIN and reads until the peer's, or until the deadline. */
  add(fd: number, nowMs: number, { watched }: { readonly watched: boolean }): void {
    this.#sockets.finish(fd)
    this.#epoll.watch(fd, EPOLLIN | EPOLLRDHUP, { again: watched })
    this.#deadlineMs.set(fd, nowMs + LINGER_MS)
  }

  has(fd: number): boolean {
    return this.#deadlineMs.has(fd)
  }

  /** Something came in. */
  ready(fd: number): void {
    if (this.#sockets.drain(fd)) this.#close(fd)
  }

  /** Closes those whose deadline is over. */
  expire(nowMs: number): void {
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
    for (const fd of this.#deadlineMs.keys()) this.#close(fd)
  }

  #close(fd: number): void {
    this.#deadlineMs.delete(fd)
    this.#sockets.close(fd)
  }
}
