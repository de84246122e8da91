/** Ends a stay; to be called exactly once. */
export type Leave = () => void

const nobodyWaits: Leave = () => {}

/** Rooms that each take a number of guests; who comes to a full one waits outside in the order of coming. */
export class Places {
  readonly #rooms = new Map<string, { guests: number; readonly waiting: (() => void)[] }>()

  /** Resolves when there is a place, or at once when the signal aborts. */
  async enter(name: string, most: number, signal: AbortSignal | undefined): Promise<Leave> {
    const room = this.#rooms.get(name) ?? { guests: 0, waiting: [] }
    this.#rooms.set(name, room)
    if (room.guests >= most) {
      const mine = await untilCalled(room.waiting, signal)
      if (!mine) return nobodyWaits
    } else room.guests++
    return () => {
      const next = room.waiting.shift()
      // The place is handed on, so that nobody who comes now overtakes.
      if (next) next()
      else if (--room.guests === 0) this.#rooms.delete(name)
    }
  }
}

/** True when called, false when the signal aborted first. */
function untilCalled(waiting: (() => void)[], signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    const call = () => {
      signal?.removeEventListener('abort', giveUp)
      resolve(true)
    }
    const giveUp = () => {
      const index = waiting.indexOf(call)
      if (index >= 0) waiting.splice(index, 1)
      signal?.removeEventListener('abort', giveUp)
      resolve(false)
    }
    if (signal?.aborted) return giveUp()
    signal?.addEventListener('abort', giveUp)
    waiting.push(call)
  })
}
