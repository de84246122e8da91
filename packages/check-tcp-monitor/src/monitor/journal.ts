import { gapOf, joinGaps } from '../core/link/spool-gap.js'
import type { ResultSink } from '../core/result-sink.js'
import type { BatchContent } from '../core/store/commits.js'
import type { Store } from '../core/store/store.js'
import { StoreError } from '../core/store/store-error.js'
import type { Clock } from '../core/time/clock.js'
import {
  addTo,
  isEmpty,
  isUrgent,
  joined,
  nothing,
  type PendingBatch,
  toBatch,
} from './pending-batch.js'

/** How long observations wait for company where nobody says, so that each is not a transaction and a sync of its own. */
export const SYNC_MS = 1_000

/** How long states wait that tell of no other verdict: how often in a row a check has failed, for one. */
const STATES_MS = 100

/** Observations held while the store cannot take them: at 5,000 a second, 40 s. The oldest are dropped, and counted. */
const MAX_HELD = 200_000
const DROPPED_AT_ONCE = 1_000

const FIRST_RETRY_MS = 500
const LAST_RETRY_MS = 30_000

interface JournalOptions {
  readonly store: Pick<Store, 'commit'>
  readonly clock: Clock
  /** How long observations may wait before they are written, milliseconds; asked each time. */
  readonly syncMs: () => number
  /** Called after a commit with notices in it. */
  readonly onOutbox: () => void
  /** Called when the store fails, and with undefined when it serves again. */
  readonly onProblem?: (error: StoreError | undefined) => void
}

/**
 * Writes what happened, in order and together. A store that fails is asked again and again while everything is held;
 * what people are to be notified of is never dropped, observations only when there are too many.
 */
export class Journal implements ResultSink {
  readonly #options: JournalOptions
  #pending: PendingBatch = nothing()
  /** When the oldest of it came, monotonic. */
  #pendingSince = 0
  #committing = false
  /** Observations of the commit under way. */
  #underWay = 0
  #cancelTimer: (() => void) | undefined
  /** When the timer is due, where there is one; monotonic. */
  #timerAt = 0
  #retryMs = FIRST_RETRY_MS
  #retryWanted = false
  #closing = false
  #idle: (() => void)[] = []
  #dropped = 0
  #problem: StoreError | undefined
  /** Of what others write to the same store. */
  #otherProblem: StoreError | undefined

  constructor(options: JournalOptions) {
    this.#options = options
  }

  /** Observations given up since the store did not serve for long. */
  get dropped(): number {
    return this.#dropped
  }

  /** Observations that are not on disk yet. */
  get held(): number {
    return this.#pending.observations.length + this.#underWay
  }

  get problem(): StoreError | undefined {
    return this.#problem ?? this.#otherProblem
  }

  /** What others write to the same store, such as what agents send, fails; or, with undefined, is written again. */
  noteOther(problem: StoreError | undefined): void {
    if (!problem && !this.#otherProblem) return
    this.#otherProblem = problem
    if (problem || !this.#problem) this.#options.onProblem?.(problem)
  }

  add(
    batch: Partial<BatchContent>,
    { isUrgent = false }: { readonly isUrgent?: boolean } = {},
  ): void {
    if (isEmpty(this.#pending)) this.#pendingSince = this.#options.clock.monotonicMs()
    addTo(this.#pending, batch)
    if (isUrgent) this.#pending.isUrgent = true
    this.#dropSurplus()
    this.#schedule(this.#patienceMs)
  }

  /** How long what is pending may wait from now. */
  get #patienceMs(): number {
    if (isUrgent(this.#pending)) return 0
    const syncMs = this.#options.syncMs()
    const waited = this.#options.clock.monotonicMs() - this.#pendingSince
    const left = Math.max(0, syncMs - waited)
    return this.#pending.states.size > 0 ? Math.min(STATES_MS, left) : left
  }

  /**
   * Resolves when it is on disk.
   *
   * @throws {StoreError} (as a rejection) where the store fails; it is held all the same, and written when it can be
   */
  addDurably(batch: Partial<BatchContent>): Promise<void> {
    if (this.#problem) {
      addTo(this.#pending, batch)
      return Promise.reject(this.#problem)
    }
    const written = new Promise<void>((resolve, reject) => {
      this.#pending.done.push({ resolve, reject })
    })
    addTo(this.#pending, batch)
    this.#schedule(0)
    return written
  }

  /** Asks a store that failed at once, not when its turn comes: somebody knows that something has changed. */
  retryNow(): void {
    // The commit under way may have been refused before the change.
    if (this.#committing) this.#retryWanted = true
    else if (this.#problem) this.#start()
  }

  /** Resolves when everything is on disk, or when the store fails once more. */
  async close(): Promise<void> {
    this.#closing = true
    if (isEmpty(this.#pending) && !this.#committing) return
    const idle = new Promise<void>((resolve) => this.#idle.push(resolve))
    if (!this.#committing) this.#schedule(0)
    await idle
  }

  #schedule(afterMs: number): void {
    if (this.#committing) return
    // While the store fails, only the retry's own timer asks it again.
    if (this.#problem && this.#cancelTimer && !this.#closing) return
    if (afterMs === 0) {
      this.#start()
      return
    }
    const { clock } = this.#options
    const at = clock.monotonicMs() + afterMs
    if (this.#cancelTimer && this.#timerAt <= at) return
    this.#cancelTimer?.()
    this.#timerAt = at
    this.#cancelTimer = clock.setTimer(afterMs, () => {
      this.#cancelTimer = undefined
      if (this.#committing) return
      this.#committing = true
      this.#commit()
    })
  }

  #start(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    this.#committing = true
    this.#commit()
  }

  #commit(): void {
    const batch = this.#pending
    this.#pending = nothing()
    this.#retryWanted = false
    this.#underWay = batch.observations.length
    this.#options.store.commit(toBatch(batch)).then(
      () => this.#committed(batch),
      (error: unknown) => this.#failed(batch, error),
    )
  }

  #committed(batch: PendingBatch): void {
    this.#committing = false
    this.#underWay = 0
    this.#retryMs = FIRST_RETRY_MS
    if (this.#problem) {
      this.#problem = undefined
      if (!this.#otherProblem) this.#options.onProblem?.(undefined)
    }
    for (const { resolve } of batch.done) resolve()
    if (batch.outbox.length > 0) this.#options.onOutbox()
    if (isEmpty(this.#pending)) {
      this.#rest()
      return
    }
    this.#schedule(this.#closing ? 0 : this.#patienceMs)
  }

  #failed(batch: PendingBatch, error: unknown): void {
    this.#committing = false
    this.#underWay = 0
    const problem =
      error instanceof StoreError
        ? error
        : new StoreError('STORE_FAILED', `the store failed: ${String(error)}`, { cause: error })
    this.#problem = problem
    this.#options.onProblem?.(problem)
    for (const { reject } of [...batch.done, ...this.#pending.done]) reject(problem)
    this.#pending = joined(batch, this.#pending)
    this.#dropSurplus()
    if (this.#closing) {
      this.#rest()
      return
    }
    if (this.#retryWanted) {
      this.#start()
      return
    }
    const afterMs = this.#retryMs
    this.#retryMs = Math.min(2 * afterMs, LAST_RETRY_MS)
    this.#cancelTimer = this.#options.clock.setTimer(afterMs, () => {
      this.#cancelTimer = undefined
      this.#committing = true
      this.#commit()
    })
  }

  #dropSurplus(): void {
    const { observations } = this.#pending
    // In steps, since taking one away from the front of a long array for each that comes costs more than storing it.
    if (observations.length < MAX_HELD + DROPPED_AT_ONCE) return
    const surplus = observations.length - MAX_HELD
    const gap = gapOf(observations.splice(0, surplus))
    this.#pending.lost = joinGaps(this.#pending.lost, gap)
    this.#dropped += surplus
  }

  #rest(): void {
    for (const idle of this.#idle.splice(0)) idle()
  }
}
