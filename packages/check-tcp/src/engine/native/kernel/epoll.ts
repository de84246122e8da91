import { EPOLL_CTL_ADD, EPOLL_CTL_MOD } from './constants.js'
import { EPOLL_EVENT } from './layout.js'
import type { Syscalls } from './syscalls.js'

/** Events that one epoll_wait brings; more wait for the next. */
const MAX_EVENTS = 512

/** An epoll set, epoll(7), whose events carry their descriptor. */
export class Epoll {
  readonly #syscalls: Syscalls
  readonly #epfd: number
  readonly #event = new Uint8Array(EPOLL_EVENT.size)
  readonly #eventView = new DataView(this.#event.buffer)
  readonly #events = new Uint8Array(EPOLL_EVENT.size * MAX_EVENTS)
  readonly #eventsView = new DataView(this.#events.buffer)

  /** @param epfd the set's own descriptor, its maker's to close */
  constructor(syscalls: Syscalls, epfd: number) {
    this.#syscalls = syscalls
    this.#epfd = epfd
  }

  /** Watches a descriptor, or watches it for other events. */
  watch(fd: number, events: number, { again = false } = {}): void {
    this.#eventView.setUint32(EPOLL_EVENT.events, events, true)
    this.#eventView.setInt32(EPOLL_EVENT.data, fd, true)
    const operation = again ? EPOLL_CTL_MOD : EPOLL_CTL_ADD
    this.#syscalls.epollCtl(this.#epfd, operation, fd, this.#event)
  }

  /** How many descriptors are ready, after at most `timeoutMs`. */
  wait(timeoutMs: number): number {
    return Math.max(0, this.#syscalls.epollWait(this.#epfd, this.#events, MAX_EVENTS, timeoutMs))
  }

  /** The descriptor of the event with this index of the last `wait`. */
  readyFd(index: number): number {
    return this.#eventsView.getInt32(index * EPOLL_EVENT.size + EPOLL_EVENT.data, true)
  }
}
