/** What is known of a channel since the process began; times are wall milliseconds. */
export interface ChannelHealth {
  /** Absent: it has neither delivered anything nor been found not to deliver. */
  readonly delivers?: boolean
  readonly deliveredAt?: number
  readonly failedAt?: number
  /** Why it did not take what it was last sent in vain. */
  readonly error?: string
}

/** How each channel did, for people who look at it. */
export class ChannelsHealth {
  readonly #byName = new Map<string, ChannelHealth>()

  of(channel: string): ChannelHealth {
    return this.#byName.get(channel) ?? {}
  }

  /** @param error why the channel did not take a message; absent where it did */
  noteTry(channel: string, at: number, error: string | undefined): void {
    const before = this.of(channel)
    const after =
      error === undefined ? { deliveredAt: at, delivers: true } : { failedAt: at, error }
    this.#byName.set(channel, { ...before, ...after })
  }

  /** It was found not to deliver: one try in vain is not that. */
  noteBroken(channel: string): void {
    this.#byName.set(channel, { ...this.of(channel), delivers: false })
  }
}
