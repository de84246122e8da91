import type { SendOutcome } from '../../core/alert/channel.js'

/** Notices of one channel since the process began: those it took, and tries that it did not. */
export interface DeliveryFigure {
  readonly channel: string
  readonly delivered: number
  readonly failed: number
  readonly refused: number
}

/** Counts deliveries by channel, for metrics. */
export class DeliveryFigures {
  readonly #counts = new Map<string, Record<SendOutcome['kind'], number>>()

  count(channel: string, outcome: SendOutcome['kind'], notices: number): void {
    const counts = this.#counts.get(channel) ?? { delivered: 0, failed: 0, refused: 0 }
    counts[outcome] += notices
    this.#counts.set(channel, counts)
  }

  of(channel: string): DeliveryFigure {
    return { channel, ...(this.#counts.get(channel) ?? { delivered: 0, failed: 0, refused: 0 }) }
  }
}
