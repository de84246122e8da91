import type { Clock } from '../../core/time/clock.js'
import type { EventFeed } from './event-feed.js'

/** So often a silent stream says that it lives: proxies cut what is silent for 30 s or 60 s. */
export const HEARTBEAT_MS = 15_000

/** A reader that has not taken what it was given for so long is cut off, and may come back. */
export const PATIENCE_MS = 60_000

/** What a reader that lost its connection waits before it comes back, milliseconds. */
const RETRY_MS = 2_000

interface EventReaderOptions {
  readonly feed: EventFeed
  readonly clock: Clock
  /** The last event that the reader has seen; absent: it wants what comes from now on. */
  readonly lastId: string | undefined
  /** Called once, when it is over for whatever reason. */
  readonly onEnd: () => void
  /** Cuts the connection off. */
  readonly cut: () => void
}

/**
 * One reader of a feed. It keeps a place in it and no events of its own, so that a slow reader costs nothing: it takes the
 * next ones when it has taken the ones before, and is told `reset` where the feed no longer has them.
 */
export class EventReader {
  readonly #options: EventReaderOptions
  readonly #encoder = new TextEncoder()
  readonly #unsubscribe: () => void
  #lastId: string
  #text: string
  #wake: (() => void) | undefined
  #cancelTimer: (() => void) | undefined
  #ended = false
  #cancelled = false

  constructor(options: EventReaderOptions) {
    this.#options = options
    const { feed, lastId } = options
    const isKnown = lastId !== undefined && isId(lastId) && feed.after(lastId) !== undefined
    this.#lastId = isKnown ? lastId : feed.lastId
    this.#text = `retry: ${RETRY_MS}\n${position(this.#lastId)}`
    if (lastId !== undefined && !isKnown) this.#text += resetText(this.#lastId)
    this.#unsubscribe = feed.subscribe(() => this.#wake?.())
  }

  /** The body of the answer. Nothing is read ahead of the connection. */
  stream(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      { pull: (controller) => this.#give(controller), cancel: () => this.#cancel() },
      { highWaterMark: 0 },
    )
  }

  /** A connection that has room is told so; one that has not is closed by its owner. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#unsubscribe()
    this.#cancelTimer?.()
    this.#options.onEnd()
    this.#wake?.()
  }

  #cancel(): void {
    this.#cancelled = true
    this.end()
  }

  /** Called when the connection has room: gives the next events, or waits for them. */
  async #give(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    this.#cancelTimer?.()
    let text = this.#next()
    if (text === '' && !this.#ended) {
      await this.#wait()
      text = this.#next() || position(this.#lastId)
    }
    if (this.#ended) {
      if (!this.#cancelled) controller.close()
      return
    }
    controller.enqueue(this.#encoder.encode(text))
    const { clock } = this.#options
    this.#cancelTimer = clock.setTimer(PATIENCE_MS, () => {
      this.end()
      this.#options.cut()
    })
  }

  /** Resolves when an event that it wants has come, when it is time for a heartbeat, or at the end. */
  #wait(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#cancelTimer?.()
        this.#wake = undefined
        resolve()
      }
      this.#cancelTimer = this.#options.clock.setTimer(HEARTBEAT_MS, done)
      this.#wake = () => {
        this.#text += this.#next()
        if (this.#text !== '' || this.#ended) done()
      }
    })
  }

  #next(): string {
    const text = this.#text
    this.#text = ''
    if (text !== '') return text
    const { feed } = this.#options
    const next = feed.after(this.#lastId)
    this.#lastId = next?.lastId ?? feed.lastId
    return next ? next.text : resetText(this.#lastId)
  }
}

/** Without data it is no event to the reader, which takes the id all the same, and comes back with it. */
function position(id: string): string {
  return `: alive\nid: ${id}\n\n`
}

/** Something may have been missed: what the reader knows is to be asked for again. */
function resetText(id: string): string {
  return `id: ${id}\nevent: reset\ndata: {}\n\n`
}

/** Of this log or of another; what else a caller sends is never written back. */
function isId(text: string): boolean {
  return /^[a-z0-9]{1,20}-\d{1,15}$/.test(text)
}
