import type { Channel, Message, SendOutcome } from '../../src/core/alert/channel.js'
import type { Notice } from '../../src/core/alert/notice.js'
import type { Clock } from '../../src/core/time/clock.js'

/** A send takes as long; what is sent arrives half-way. */
export const SEND_MS = 2_000

/** A receiver that may be dead, takes its time, and keeps what arrives even if the sender dies before it hears so. */
export class SlowReceiver {
  readonly arrived: Notice[] = []
  /** What arrived in sends that a kill cut off afterwards. */
  readonly cutOff: Notice[] = []
  /** Sends of messages that arrived in full. */
  sends = 0
  isDead = true
  #under: Message | undefined
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Whether a send of a process that lives is under way. */
  get isBusy(): boolean {
    return this.#under !== undefined
  }

  /** The way to it of one process. */
  channel(isAlive: () => boolean): Channel {
    return { name: 'pager', kind: 'slow', send: (message) => this.#send(message, isAlive) }
  }

  /** The process that sends is dead. */
  noteKill(): void {
    this.#under = undefined
  }

  async #send(message: Message, isAlive: () => boolean): Promise<SendOutcome> {
    this.#under = message
    await this.#pass(SEND_MS / 2)
    if (!isAlive()) return { kind: 'failed', error: 'nobody hears it' }
    if (!this.isDead) this.arrived.push(...message.notices)
    const arrived = !this.isDead
    await this.#pass(SEND_MS / 2)
    if (!isAlive()) {
      if (arrived) this.cutOff.push(...message.notices)
      return { kind: 'failed', error: 'nobody hears it' }
    }
    this.#under = undefined
    if (!arrived) return { kind: 'failed', error: 'the receiver is dead' }
    this.sends++
    return { kind: 'delivered' }
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.setTimer(ms, resolve)
    })
  }
}
