import type { Socket } from 'node:net'
import type { Clock } from '../../core/clock.js'
import type { CloseMode } from '../engine.js'

/**
 * How long a service may go on talking after our FIN. Enough for a banner to cross a slow link; a service that
 * neither reads nor closes must not hold the process longer.
 */
const LINGER_MS = 1_000

/** The same where descriptors run short: most services have closed by then, and a check is worth more than a farewell. */
const SHORT_LINGER_MS = 200

/** Closes connections off the result's path, so that a slow service never delays an answer. */
export class PoliteClose {
  readonly #clock: Clock
  /** When each was ended, the oldest first. */
  readonly #open = new Map<Socket, number>()
  readonly #waiting: (() => void)[] = []

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * `fin`: ends our side, then reads away what the service sends until it closes too; closing with a banner unread
   * would turn the FIN into a RST, which services log as an error of this host. `rst`: at once, without TIME_WAIT.
   */
  close(socket: Socket, mode: CloseMode): void {
    if (socket.destroyed) return
    if (mode === 'rst') {
      socket.resetAndDestroy()
      return
    }
    this.#open.set(socket, this.#clock.monotonicMs())
    const cancel = this.#clock.setTimer(LINGER_MS, () => socket.destroy())
    socket.once('close', () => {
      cancel()
      this.#open.delete(socket)
      if (this.#open.size === 0) for (const wake of this.#waiting.splice(0)) wake()
    })
    socket.resume()
    socket.end()
  }

  /** Closes those that most services would have closed by now, for their descriptors. */
  makeRoom(): void {
    const nowMs = this.#clock.monotonicMs()
    for (const [socket, endedMs] of this.#open) {
      if (nowMs - endedMs < SHORT_LINGER_MS) return
      socket.destroy()
    }
  }

  /**
   * Gives up a socket that is still connecting and resolves when its source port is free. The kernel may have finished
   * the handshake without our having heard of it: then only RST leaves no TIME_WAIT behind.
   */
  abandon(socket: Socket): Promise<void> {
    return new Promise((resolve) => {
      socket.once('close', () => resolve())
      socket.once('connect', () => socket.resetAndDestroy())
      // One whole turn of the loop brings every event that the kernel has ready.
      setImmediate(() => setImmediate(() => socket.destroy()))
    })
  }

  /** Resolves once every connection is closed. */
  drained(): Promise<void> {
    if (this.#open.size === 0) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}
