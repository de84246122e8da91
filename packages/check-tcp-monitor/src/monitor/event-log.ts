import type { EventData, EventType, MonitorEvent } from '../core/wire/event.js'

/** An event before the log has given it its id. */
export type NewEvent = {
  readonly [T in EventType]: {
    readonly type: T
    /** Wall milliseconds. */
    readonly at: number
    readonly data: EventData[T]
  }
}[EventType]

/** How many events are kept for those who come back. */
const KEPT = 10_000

/** The newest events, with a place from which each reader goes on. */
export class EventLog {
  readonly #boot: string
  readonly #events: MonitorEvent[] = []
  #last = 0
  readonly #listeners = new Set<(event: MonitorEvent) => void>()

  /** @param boot tells this life of the process from the one before */
  constructor(boot: string) {
    this.#boot = boot
  }

  /** Of the newest event; of none yet, the id that comes before the first. */
  get lastId(): string {
    return `${this.#boot}-${this.#last}`
  }

  append(added: NewEvent): void {
    this.#last++
    const event: MonitorEvent = { id: `${this.#boot}-${this.#last}`, ...added }
    this.#events.push(event)
    // In steps, since taking one away from the front of a long array for each event costs more than the event.
    if (this.#events.length >= 2 * KEPT) this.#events.splice(0, KEPT)
    for (const listener of this.#listeners) listener(event)
  }

  /** @returns what came after the event `id`; undefined where that is no longer known, so that something may be lost */
  after(id: string): readonly MonitorEvent[] | undefined {
    const number = id.startsWith(`${this.#boot}-`) ? Number(id.slice(this.#boot.length + 1)) : -1
    const oldest = this.#last - this.#events.length
    if (!Number.isInteger(number) || number < oldest || number > this.#last) return undefined
    return this.#events.slice(number - oldest)
  }

  /** @returns ends the subscription */
  subscribe(listener: (event: MonitorEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
