import type { Clock } from '../../core/time/clock.js'

/** What nobody took for so long is no longer wanted, milliseconds: the schedule of the agent comes before it. */
const WANTED_MS = 15_000

/** Checks that are wanted of one location, and who waits for them. */
interface Board {
  /** When each was asked for, monotonic milliseconds. */
  readonly wanted: Map<string, number>
  wake: () => void
}

/** Checks that locations are to make at once, until their agents take them. In memory: each is worth nothing a few seconds later. */
export class InstructionBoard {
  readonly #clock: Clock
  readonly #boards = new Map<string, Board>()
  #isClosed = false

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The agent of the location is to make the check at once. */
  ask(location: string, checkId: string): void {
    const board = this.#boardOf(location)
    board.wanted.set(checkId, this.#clock.monotonicMs())
    board.wake()
  }

  /** Something else is news for whoever waits. @param location @default all */
  wake(location?: string): void {
    if (location !== undefined) this.#boardOf(location).wake()
    else for (const board of this.#boards.values()) board.wake()
  }

  /**
   * Takes what is wanted of a location. Where there is nothing, it waits; whoever waits for the location already is answered with
   * nothing then.
   *
   * @param isNews whether something else is to be told at once
   */
  async take(
    location: string,
    waitMs: number,
    signal: AbortSignal,
    isNews: () => boolean,
  ): Promise<readonly string[]> {
    const board = this.#boardOf(location)
    board.wake()
    if (board.wanted.size === 0 && !isNews()) await this.#news(board, waitMs, signal)
    // Whoever has gone takes nothing with them.
    if (signal.aborted) return []
    const oldest = this.#clock.monotonicMs() - WANTED_MS
    const taken = [...board.wanted].flatMap(([id, askedMs]) => (askedMs >= oldest ? [id] : []))
    board.wanted.clear()
    return taken
  }

  /** Answers all that wait, and lets nobody wait any more. */
  close(): void {
    this.#isClosed = true
    this.wake()
  }

  #news(board: Board, waitMs: number, signal: AbortSignal): Promise<void> {
    if (this.#isClosed || signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const end = () => {
        cancel()
        signal.removeEventListener('abort', end)
        if (board.wake === end) board.wake = () => {}
        resolve()
      }
      const cancel = this.#clock.setTimer(waitMs, end)
      signal.addEventListener('abort', end)
      board.wake = end
    })
  }

  #boardOf(location: string): Board {
    const board = this.#boards.get(location) ?? {
      wanted: new Map<string, number>(),
      wake: () => {},
    }
    this.#boards.set(location, board)
    return board
  }
}
