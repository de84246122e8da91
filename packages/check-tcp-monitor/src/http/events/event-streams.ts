import type { Clock } from '../../core/time/clock.js'
import { Semaphore } from '../semaphore.js'
import type { EventFeed } from './event-feed.js'
import { EventReader } from './event-reader.js'

/** Readers at once. */
const MAX_STREAMS = 100

/** How often it is looked at whether a reader may still read; milliseconds. */
const LOOK_MS = 15_000

interface StreamRequest {
  readonly lastId: string | undefined
  readonly feed: EventFeed
  readonly cut: () => void
  /** Asked now and then: who is signed out reads no further. */
  readonly isStillLetIn: () => boolean
}

/** All who read events now. */
export class EventStreams {
  readonly #clock: Clock
  readonly #semaphore = new Semaphore(MAX_STREAMS)
  readonly #readers = new Set<EventReader>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get open(): number {
    return this.#semaphore.held
  }

  /** @returns undefined where there are too many already */
  read({ isStillLetIn, ...request }: StreamRequest): ReadableStream<Uint8Array> | undefined {
    const release = this.#semaphore.tryAcquire()
    if (!release) return undefined
    const reader = new EventReader({
      ...request,
      clock: this.#clock,
      onEnd: () => {
        cancel()
        release()
        this.#readers.delete(reader)
      },
    })
    const look = () => {
      if (isStillLetIn()) cancel = this.#clock.setTimer(LOOK_MS, look)
      else reader.end()
    }
    let cancel = this.#clock.setTimer(LOOK_MS, look)
    this.#readers.add(reader)
    return reader.stream()
  }

  close(): void {
    for (const reader of [...this.#readers]) reader.end()
  }
}
