import type { Channel, Message, SendOutcome } from '../../src/core/alert/channel.js'
import type { Notice } from '../../src/core/alert/notice.js'
import type { Clock } from '../../src/core/time/clock.js'

/** How long a send takes; long enough for a kill to hit one now and then. */
const SEND_MS = 2_000

interface Arrival {
  readonly at: number
  readonly notice: Notice
}

/** Somebody's pager. It keeps what arrives even if the sender dies before it hears so. */
export class Receiver {
  readonly name: string
  readonly arrivals: Arrival[] = []
  readonly #clock: Clock
  readonly #isDead: () => boolean
  /** Seqs of sends that a kill cut off after the message had arrived. */
  cutOff = 0

  constructor(name: string, clock: Clock, isDead: () => boolean) {
    this.name = name
    this.#clock = clock
    this.#isDead = isDead
  }

  /** A new process's way to it. */
  channel(isAlive: () => boolean): Channel {
    return {
      name: this.name,
      kind: 'simulated',
      send: (message, signal) => this.#send(message, signal, isAlive),
    }
  }

  async #send(message: Message, signal: AbortSignal, isAlive: () => boolean): Promise<SendOutcome> {
    const half = () =>
      new Promise<void>((resolve) => {
        this.#clock.setTimer(SEND_MS / 2, resolve)
      })
    await half()
    if (!isAlive() || signal.aborted) return { kind: 'failed', error: 'cut off' }
    if (this.#isDead()) return { kind: 'failed', error: 'the receiver is dead' }
    for (const notice of message.notices)
      this.arrivals.push({ at: this.#clock.monotonicMs(), notice })
    await half()
    if (!isAlive()) {
      this.cutOff += message.notices.length
      return { kind: 'failed', error: 'cut off' }
    }
    return { kind: 'delivered' }
  }
}
