import { type Signal, signal } from '@preact/signals'
import type { Overview, OverviewPatch, Verdict } from 'check-tcp-monitor/http-api'
import { applyPatch } from '../model/patch.js'
import { type Row, readRows } from '../model/row.js'
import type { Ask } from './ask.js'

/** How the page is connected with the monitor. */
type Connection = 'connecting' | 'live' | 'lost'

/** Rows that have another verdict than before. */
export interface Change {
  readonly row: Row
  readonly before: Verdict
}

/** After an error that the browser does not mend itself; milliseconds. */
const RETRY_MS = 3_000

/** Beyond the newest 200 nothing more is told of while very much happens. */
const MAX_SHOWN = 200

/** What stands beside the rows. */
type Head = Pick<Overview, 'at' | 'isolated' | 'problems' | 'location' | 'version'>

/**
 * The overview, kept as the monitor has it: fetched once, then changed by patches. Patches say what has become of a row,
 * so a page that was cut off, or slept, goes on where it was.
 */
export class LiveOverview {
  /** Counts up with every change of the rows. */
  readonly version = signal(0)
  readonly head: Signal<Head | undefined> = signal(undefined)
  readonly connection: Signal<Connection> = signal('connecting')
  readonly #ask: Ask
  readonly #onError: (error: unknown) => boolean
  readonly #onChanges: (changes: readonly Change[]) => void
  #overview: Overview | undefined
  #rows: Row[] = []
  #id = ''
  #hour = ''
  #source: EventSource | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #isSparse = false
  #shown: readonly number[] = []

  /**
   * @param onError whether it is of no use to try again
   * @param onChanges called with those that have another verdict
   */
  constructor(
    ask: Ask,
    onError: (error: unknown) => boolean,
    onChanges: (changes: readonly Change[]) => void,
  ) {
    this.#ask = ask
    this.#onError = onError
    this.#onChanges = onChanges
  }

  /** Not to be changed. */
  get rows(): readonly Row[] {
    return this.#rows
  }

  /** Where the stream is to go on. */
  get id(): string {
    return this.#id
  }

  rowOf(id: string): Row | undefined {
    return this.#rows.find((row) => row.id === id)
  }

  take(overview: Overview): void {
    const { id, hour, at, isolated, problems, location, version } = overview
    this.#overview = overview
    this.#rows = readRows(overview)
    this.#id = id
    this.#hour = hour
    this.head.value = { at, isolated, problems, location, version }
    this.version.value++
  }

  /** Fetches all of it, and follows it from then on. */
  async load(): Promise<void> {
    this.#close()
    try {
      this.take(await this.#ask<Overview>('/api/v1/overview'))
      this.#open()
    } catch (error) {
      this.connection.value = 'lost'
      if (this.#onError(error)) return
      this.#retry = setTimeout(() => void this.load(), RETRY_MS)
    }
  }

  /** Follows while somebody looks: a hidden page holds no connection, and goes on where it was when it is shown. */
  followVisibility(): void {
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) this.#close()
      else if (this.#overview) this.#open()
    })
  }

  /** Says which rows are on the screen; the monitor wants to know while very much happens. */
  show(rows: readonly number[]): void {
    this.#shown = rows.slice(0, MAX_SHOWN)
    if (this.#isSparse && this.#source) this.#open()
  }

  #open(): void {
    this.#close()
    if (document.hidden) return
    const query = new URLSearchParams({ view: 'overview', last_event_id: this.#id })
    if (this.#shown.length > 0) query.set('shown', this.#shown.join(','))
    const source = new EventSource(`/api/v1/events?${query}`)
    this.#source = source
    source.addEventListener('open', () => {
      this.connection.value = 'live'
    })
    source.addEventListener('error', () => {
      this.connection.value = 'lost'
      // The browser comes back by itself, unless it was refused.
      if (source.readyState !== EventSource.CLOSED) return
      this.#close()
      this.#retry = setTimeout(() => void this.load(), RETRY_MS)
    })
    source.addEventListener('reset', () => void this.load())
    source.addEventListener('patch', ({ data, lastEventId }: MessageEvent<string>) => {
      this.#id = lastEventId
      this.#apply(JSON.parse(data) as OverviewPatch)
    })
  }

  #apply(patch: OverviewPatch): void {
    const verdicts = this.#overview?.verdicts ?? []
    const before = applyPatch(this.#rows, patch, { verdicts, hour: this.#hour })
    this.#hour = patch.hour
    this.#isSparse = patch.sparse ?? false
    const { at, isolated, problems } = patch
    const head = this.head.peek()
    if (head) this.head.value = { ...head, at, isolated, problems }
    const changes = before.flatMap(({ index, verdict }) => {
      const row = this.#rows[index]
      return row && row.verdict !== verdict ? [{ row, before: verdict }] : []
    })
    if (changes.length > 0) this.#onChanges(changes)
    this.version.value++
  }

  #close(): void {
    clearTimeout(this.#retry)
    this.#source?.close()
    this.#source = undefined
  }
}
