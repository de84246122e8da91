import type { Clock } from '../../core/time/clock.js'
import type { EventLog } from '../../monitor/event-log.js'
import { Semaphore } from '../semaphore.js'
import { EventReader } from './event-reader.js'
import { createEventText } from './event-text.js'

/** Readers at once. */
const MAX_STREAMS = 100

interface StreamRequest {
  readonly lastId: string | undefined
  readonly types: ReadonlySet<string> | undefined
  readonly cut: () => void
}

/** All who read the monitor's events now. */
export class EventStreams {
  readonly #log: EventLog
  readonly #clock: Clock
  readonly #textOf = createEventText()
  readonly #semaphore = new Semaphore(MAX_STREAMS)
  readonly #readers = new Set<EventReader>()

  constructor(log: EventLog, clock: Clock) {
    this.#log = log
    this.#clock = clock
  }

  get open(): number {
    return this.#semaphore.held
  }

  /** @returns undefined where there are too many already */
  read(request: StreamRequest): ReadableStream<Uint8Array> | undefined {
    const release = this.#semaphore.tryAcquire()
    if (!release) return undefined
    const reader = new EventReader({
      ...request,
      log: this.#log,
      clock: this.#clock,
      textOf: this.#textOf,
      onEnd: () => {
        release()
        this.#readers.delete(reader)
      },
    })
    this.#readers.add(reader)
    return reader.stream()
  }

  close(): void {
    for (const reader of [...this.#readers]) reader.end()
  }
}
