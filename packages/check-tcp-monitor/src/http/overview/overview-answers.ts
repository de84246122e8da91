import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { OverviewBoard } from './overview-board.js'

const compress = promisify(gzip)

/** An answer names the place from which patches go on, so one that is a moment old leaves nothing out. */
const KEPT_MS = 1_000

/** The overview as it is sent: made once for all who ask at about the same time. */
interface OverviewAnswer {
  readonly id: string
  readonly bytes: Buffer
  readonly packed: Buffer
}

/** Prepares answers of the board, at most one a second, and keeps the newest. */
export class OverviewAnswers {
  readonly board: OverviewBoard
  readonly #now: () => number
  #newest: OverviewAnswer | undefined
  #madeAt = Number.NEGATIVE_INFINITY
  #making: Promise<OverviewAnswer> | undefined

  /** @param now monotonic milliseconds */
  constructor(board: OverviewBoard, now: () => number) {
    this.board = board
    this.#now = now
  }

  async get(): Promise<OverviewAnswer> {
    const generation = this.board.id.split('-')[0]
    const isFresh = this.#now() - this.#madeAt < KEPT_MS
    if (this.#newest && isFresh && this.#newest.id.split('-')[0] === generation) return this.#newest
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined
    })
    return this.#making
  }

  async #make(): Promise<OverviewAnswer> {
    const overview = await this.board.overview()
    const madeAt = this.#now()
    const bytes = Buffer.from(JSON.stringify(overview))
    const packed = await compress(bytes, { level: constants.Z_BEST_SPEED })
    this.#newest = { id: overview.id, bytes, packed }
    this.#madeAt = madeAt
    return this.#newest
  }
}
