import { randomUUID } from 'node:crypto'
import type { Clock } from '../../core/time/clock.js'

/** What nobody took for so long is no longer wanted, milliseconds: the schedule of the agent comes before it. */
const WANTED_MS = 15_000

/** A check whose receipt an agent does not confirm is given to it so often. */
const MAX_GIVEN = 3

interface Wanted {
  /** When it was asked for, monotonic milliseconds. */
  readonly askedMs: number
  /** How often it was given since. */
  readonly given: number
}

/** Checks that are wanted of one location, by their ids, and who waits for them. */
interface Board {
  readonly wanted: Map<string, Wanted>
  /** What was given last, until it is known whether that came. */
  given: { readonly id: string; readonly wanted: ReadonlyMap<string, Wanted> } | undefined
  /** Who came last; those before take nothing any more. */
  taker: object | undefined
  wake: () => void
}

/** Who takes, and for how long they wait. */
interface Taking {
  /** Ids of what came. */
  readonly received: readonly string[]
  readonly waitMs: number
  readonly signal: AbortSignal
  /** Whether something else is to be told at once. */
  readonly isNews: () => boolean
}

/** Checks that a location is to make; named, where there are some. */
interface Given {
  readonly run: readonly string[]
  readonly runId?: string
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
    board.wanted.set(checkId, { askedMs: this.#clock.monotonicMs(), given: 0 })
    board.wake()
  }

  /** Something else is news for whoever waits. @param location @default all */
  wake(location?: string): void {
    if (location !== undefined) this.#boardOf(location).wake()
    else for (const board of this.#boards.values()) board.wake()
  }

  /**
   * Takes what is wanted of a location. Where there is nothing, it waits; whoever waits for the location already is answered with
   * nothing then. What was given last is given again, unless it is among what was received.
   */
  async take(location: string, taking: Taking): Promise<Given> {
    const { received, waitMs, signal, isNews } = taking
    const board = this.#boardOf(location)
    board.taker = taking
    board.wake()
    if (board.given && !received.includes(board.given.id)) takeBack(board, board.given.wanted)
    board.given = undefined
    if (board.wanted.size === 0 && !isNews()) await this.#news(board, waitMs, signal)
    // Whoever has gone takes nothing with them.
    return signal.aborted || board.taker !== taking ? { run: [] } : this.#give(board)
  }

  /** Answers all that wait, and lets nobody wait any more. */
  close(): void {
    this.#isClosed = true
    this.wake()
  }

  #give(board: Board): Given {
    const oldest = this.#clock.monotonicMs() - WANTED_MS
    const fresh = [...board.wanted].filter(([, { askedMs }]) => askedMs >= oldest)
    const wanted = new Map(fresh.map(([id, each]) => [id, { ...each, given: each.given + 1 }]))
    board.wanted.clear()
    if (wanted.size === 0) return { run: [] }
    const id = randomUUID()
    board.given = { id, wanted }
    return { run: [...wanted.keys()], runId: id }
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
    const known = this.#boards.get(location)
    if (known) return known
    const nobody = { given: undefined, taker: undefined, wake: () => {} }
    const board: Board = { wanted: new Map(), ...nobody }
    this.#boards.set(location, board)
    return board
  }
}

/** What was asked for again meanwhile is as new as that. */
function takeBack({ wanted }: Board, lost: ReadonlyMap<string, Wanted>): void {
  for (const [id, each] of lost) {
    if (!wanted.has(id) && each.given < MAX_GIVEN) wanted.set(id, each)
  }
}
