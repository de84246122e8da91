import { randomUUID } from 'node:crypto'
import type { Channel, Message, SendOutcome } from '../../core/alert/channel.js'
import type { HistoryQueries } from '../../core/store/history-queries.js'
import type { Outbox, OutboxClaim, OutboxUpdate } from '../../core/store/outbox.js'
import { StoreError } from '../../core/store/store-error.js'
import type { Clock, Random } from '../../core/time/clock.js'
import { holdAwaited, type IsEvidenceAwaited, withEvidence } from './add-evidence.js'
import { backoffMs } from './backoff.js'
import { deliveryEntries } from './delivery-entries.js'
import { type Next, nextMessage } from './next-message.js'
import { sendInTime } from './send-in-time.js'

/** Between two tries to reach a store that does not serve. */
const STORE_RETRY_MS = 2_000

/**
 * After as many tries, which take about a day, a message goes to the dead letters. Tries are counted and not time: what
 * was delayed for days, by quiet hours or since the monitor did not run, has its full day.
 */
const GIVE_UP_TRIES = 128

/** Tries in a row that failed until the channel itself is reported. */
const REPORTED_TRIES = 5

/** The outbox goes by wall time, which may be set; so it is looked at again this often. */
const LOOK_AGAIN_MS = 60_000

/** Entries of one channel that are looked at together, at first. */
const WINDOW = 1_000

interface DispatcherOptions {
  readonly outbox: Outbox
  readonly clock: Clock
  readonly random: Random
  readonly channels: readonly Channel[]
  /** What was found of the targets of incidents. @default nobody looks */
  readonly evidence?: {
    readonly isAwaited: IsEvidenceAwaited
    readonly queries: Pick<HistoryQueries, 'incidentEntries'>
  }
  /**
   * Called when a channel is found not to deliver, with why, after every try from then on; with undefined when it delivers
   * again, and at its first delivery, since a dispatcher before this one may have found it not to.
   */
  readonly onHealth?: (channel: string, error: string | undefined) => void
  /** Called after every try, for figures and the log; with why where the channel did not take the notices. */
  readonly onTry?: (
    channel: string,
    outcome: SendOutcome['kind'],
    notices: number,
    error?: string,
  ) => void
  /** Called each time that the outbox cannot be read or written, with why; with undefined once it can be for every channel. */
  readonly onStoreFailure?: (error: unknown) => void
}

/**
 * Delivers what stands in the outbox, at least once: an entry is marked after its channel has taken it, so that a crash
 * between the two repeats it and never loses it. One message at a time for each channel; channels do not wait for each
 * other.
 */
export class Dispatcher {
  readonly #lanes: ReadonlyMap<string, Lane>

  constructor(options: DispatcherOptions) {
    const failing = new Set<Lane>()
    const noteStore = (lane: Lane, error: unknown) => {
      if (error !== undefined) failing.add(lane)
      else if (!failing.delete(lane) || failing.size > 0) return
      options.onStoreFailure?.(error)
    }
    this.#lanes = new Map(
      options.channels.map((channel) => [channel.name, new Lane(channel, options, noteStore)]),
    )
  }

  /** Something may stand in the outbox. */
  wake(): void {
    for (const lane of this.#lanes.values()) lane.wake()
  }

  /** Notices that a channel is still to deliver, as it last looked. */
  pendingOf(channel: string): number {
    return this.#lanes.get(channel)?.pending ?? 0
  }

  /** Takes sends under way back, and begins none. */
  async stop(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.stop()))
  }
}

type Sendable = Extract<Next, { kind: 'send' }>

class Lane {
  readonly #channel: Channel
  readonly #claim: OutboxClaim
  readonly #options: DispatcherOptions
  readonly #noteStore: (lane: Lane, error: unknown) => void
  readonly #ending = new AbortController()
  #running: Promise<void> | undefined
  #wokenAgain = false
  #cancel: (() => void) | undefined
  /** At the last look, a thousand at least where there are more. */
  pending = 0
  /** Undefined until something is known. */
  #reported: boolean | undefined
  /** Tries since the last delivery; undefined before the first try. */
  #failures: number | undefined

  constructor(
    channel: Channel,
    options: DispatcherOptions,
    noteStore: (lane: Lane, error: unknown) => void,
  ) {
    this.#channel = channel
    this.#claim = { channel: channel.name, token: randomUUID() }
    this.#options = options
    this.#noteStore = noteStore
  }

  wake(): void {
    if (this.#ending.signal.aborted) return
    if (this.#running) {
      this.#wokenAgain = true
      return
    }
    this.#cancel?.()
    this.#cancel = undefined
    this.#running = this.#look().then((again) => {
      this.#running = undefined
      if (this.#wokenAgain) {
        this.#wokenAgain = false
        this.wake()
      } else if (again !== undefined) this.#later(again)
    })
  }

  async stop(): Promise<void> {
    this.#cancel?.()
    this.#ending.abort()
    await this.#running
    // Where that fails the process is about to end, and its claims with it.
    await this.#options.outbox.release(this.#claim).catch(() => {})
  }

  #later(ms: number): void {
    if (this.#ending.signal.aborted) return
    const afterMs = Math.min(ms, LOOK_AGAIN_MS)
    this.#cancel = this.#options.clock.setTimer(afterMs, () => this.wake())
  }

  /** Whatever goes wrong, the lane goes on. */
  async #look(): Promise<number | undefined> {
    try {
      return await this.#run()
    } catch (error) {
      // The dispatcher that has the channel delivers.
      if (!isClaimed(error)) this.#noteStore(this, error)
      return STORE_RETRY_MS
    }
  }

  /** Sends what is due. @returns milliseconds until there is more to do, or undefined where there is nothing */
  async #run(): Promise<number | undefined> {
    const { clock } = this.#options
    while (!this.#ending.signal.aborted) {
      const next = await this.#next()
      this.#noteStore(this, undefined)
      if (this.#ending.signal.aborted) return undefined
      if (next.kind === 'nothing') return undefined
      if (next.kind === 'wait') return Math.max(1, next.until - clock.wallMs())
      await this.#send(next)
    }
    return undefined
  }

  /** What is due may stand behind any number of entries that wait, for the end of quiet hours say. */
  async #next(): Promise<Next> {
    const { outbox, clock, evidence } = this.#options
    for (let window = WINDOW; ; window *= 4) {
      const entries = await outbox.claim(this.#claim, window)
      this.pending = entries.length
      const now = clock.wallMs()
      const known = evidence ? holdAwaited(entries, evidence.isAwaited, now) : entries
      const next = nextMessage(known, now)
      const sawAll = entries.length < window
      if (sawAll || next.kind !== 'wait' || next.because === 'failed') return next
    }
  }

  async #send({ message, seqs, tries, lastError }: Sendable): Promise<void> {
    const { clock, random, onTry } = this.#options
    const told = await this.#told(message)
    const outcome = await sendInTime(this.#channel, told, clock, this.#ending.signal)
    // Nobody knows whether a send that was cut off arrived; it stays in the outbox, and is sent again.
    if (this.#ending.signal.aborted && outcome.kind !== 'delivered') return
    const problem = outcome.kind === 'delivered' ? undefined : outcome.error
    onTry?.(this.#channel.name, outcome.kind, message.notices.length, problem)
    const at = clock.wallMs()
    const { notices } = message
    const tried = { channel: this.#channel.name, notices, at, error: problem, lastError }
    const keep = (end: OutboxUpdate['kind']) => ({
      entries: deliveryEntries({ ...tried, outcome: end }),
    })
    if (outcome.kind === 'delivered') {
      this.#failures = 0
      this.#report(undefined)
      return this.#update({ kind: 'delivered', seqs, at, ...keep('delivered') })
    }
    const { error } = outcome
    if (outcome.kind === 'refused' || tries + 1 >= GIVE_UP_TRIES) {
      this.#report(error)
      return this.#update({ kind: 'dead', seqs, at, error, ...keep('dead') })
    }
    // A message that fails while others arrive is no fault of the channel.
    this.#failures = (this.#failures ?? tries) + 1
    if (this.#failures >= REPORTED_TRIES) this.#report(error)
    const notBefore = at + backoffMs(tries, random, outcome.afterMs)
    return this.#update({ kind: 'later', seqs, notBefore, error, ...keep('later') })
  }

  async #told(message: Message): Promise<Message> {
    const { evidence } = this.#options
    if (!evidence) return message
    return { ...message, notices: await withEvidence(message.notices, evidence.queries) }
  }

  /**
   * Goes on until the store has taken it: what was delivered must not be sent again for a store that was busy. Where
   * another claimant has the channel by now, the entries are its own.
   */
  async #update(update: OutboxUpdate): Promise<void> {
    const { outbox } = this.#options
    for (;;) {
      try {
        return await outbox.settle(this.#claim, update)
      } catch (error) {
        if (this.#ending.signal.aborted || isClaimed(error)) return
        this.#noteStore(this, error)
        await this.#pause()
      }
    }
  }

  async #pause(): Promise<void> {
    const { signal } = this.#ending
    await new Promise<void>((resolve) => {
      const over = () => {
        cancel()
        signal.removeEventListener('abort', over)
        resolve()
      }
      const cancel = this.#options.clock.setTimer(STORE_RETRY_MS, over)
      signal.addEventListener('abort', over)
    })
  }

  #report(error: string | undefined): void {
    if (error === undefined && this.#reported === false) return
    this.#reported = error !== undefined
    this.#options.onHealth?.(this.#channel.name, error)
  }
}

function isClaimed(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'STORE_CLAIMED'
}
