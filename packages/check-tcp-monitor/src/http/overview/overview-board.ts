import { LEVEL_MS } from '../../core/level.js'
import type { HistoryQueries, HourSums } from '../../core/store/history-queries.js'
import { appliesTo } from '../../core/time/applies-to.js'
import type { Clock } from '../../core/time/clock.js'
import { VERDICTS } from '../../core/verdict.js'
import type { MonitorEvent } from '../../core/wire/event.js'
import type { PlannedWindow } from '../../core/wire/planned-window.js'
import type { Monitor } from '../../monitor/monitor.js'
import { forEachYielding } from '../for-each-yielding.js'
import { HOUR_CLASSES } from './hour-class.js'
import { HOURS } from './hour-strips.js'
import { overviewRow } from './overview-row.js'
import { type OverviewHead, OverviewTable } from './overview-table.js'
import type { Overview, OverviewPatch } from './overview-wire.js'
import { ResultRate } from './result-rate.js'
import { worstRows } from './worst-rows.js'

/** Changes are gathered for so long: four patches a second. */
const GATHER_MS = 250

/** Within so many turns every row is looked at again: maintenance begins, and results grow old, without an event. */
const TURNS_FOR_ALL = 240

/** Without anybody who watches, rows may be so old before all are looked at again. */
const STALE_MS = 10_000

/** Checks whose hours are read at once: some 50 ms of the thread that reads the history. */
const RECALLED_AT_ONCE = 50

/** Above so many results a second, response times are told of the rows that a reader shows alone. */
const SPARSE_ABOVE = 1_000

interface OverviewBoardOptions {
  readonly monitor: Monitor
  readonly queries: Pick<HistoryQueries, 'hours'>
  readonly clock: Clock
  readonly version: string
  readonly location: () => string
}

/** Keeps what the overview shows, from the first time that somebody asks for it. */
export class OverviewBoard {
  readonly #options: OverviewBoardOptions
  readonly #rate = new ResultRate()
  readonly #dirty = new Set<number>()
  /** Of them, those that may have another verdict. */
  readonly #urgent = new Set<number>()
  readonly #watchers = new Set<() => void>()
  #table: OverviewTable | undefined
  #opening: Promise<OverviewTable> | undefined
  #generation = 0
  #lookedAt = Number.NEGATIVE_INFINITY
  #nextRow = 0
  #head = ''
  #unsubscribe: (() => void) | undefined
  #cancelTimer: (() => void) | undefined
  #isClosed = false

  constructor(options: OverviewBoardOptions) {
    this.#options = options
  }

  /** Resolves when there is something to show. */
  async open(): Promise<void> {
    this.#unsubscribe ??= this.#options.monitor.events.subscribe((event) => this.#take(event))
    this.#opening ??= this.#begin()
    await this.#opening
  }

  /** The place from which patches go on. */
  get id(): string {
    const [boot = ''] = this.#options.monitor.events.lastId.split('-')
    return `${boot}g${this.#generation}-${this.#table?.step ?? 0}`
  }

  async overview(): Promise<Overview> {
    await this.open()
    const { clock, monitor, version, location } = this.#options
    const isWatched = this.#watchers.size > 0
    if (!isWatched && clock.monotonicMs() - this.#lookedAt > STALE_MS) await this.#lookAtAll()
    this.#refresh()
    const table = this.#table ?? new OverviewTable(monitor.config.checks, clock.wallMs())
    const answer = table.overview({ id: this.id, version, location: location() }, this.#headNow())
    return { ...answer, hours: [...HOUR_CLASSES] }
  }

  /** The worst rows, and how many rows have each verdict: what a page shows at once, without a look at all checks. */
  async first(count: number): Promise<{ overview: Overview; counts: readonly number[] }> {
    await this.open()
    const { clock, monitor, version, location } = this.#options
    const table = this.#table ?? new OverviewTable(monitor.config.checks, clock.wallMs())
    const silences = monitor.silences()
    table.turn(clock.wallMs())
    this.#lookAt(this.#urgent, table, silences)
    this.#urgent.clear()
    const rows = worstRows(table.checks.length, (row) => table.rowOf(row), count)
    this.#lookAt(rows, table, silences)
    const place = { id: this.id, version, location: location() }
    const overview = table.overview(place, this.#headNow(), rows)
    const counts = VERDICTS.map(() => 0)
    for (const row of table.checks.keys()) {
      const { verdict } = table.rowOf(row)
      counts[verdict] = (counts[verdict] ?? 0) + 1
    }
    return { overview: { ...overview, hours: [...HOUR_CLASSES] }, counts }
  }

  /** @returns undefined where what is known of an id is nothing to go on from */
  patchAfter(id: string, shown: ReadonlySet<number>): OverviewPatch | undefined {
    const table = this.#table
    const [generation, own] = [id, this.id].map((each) => each.slice(0, each.lastIndexOf('-')))
    const step = Number(id.slice(id.lastIndexOf('-') + 1))
    if (!table || generation !== own || step > table.step) return undefined
    const isSparse = this.#rate.perSecond > SPARSE_ABOVE
    return table.patch(step, this.#headNow(), isSparse ? shown : undefined)
  }

  /** Tells whenever something is to be told, at most four times a second. @returns ends it */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    this.#schedule()
    return () => {
      this.#watchers.delete(watcher)
      if (this.#watchers.size > 0) return
      this.#cancelTimer?.()
      this.#cancelTimer = undefined
    }
  }

  close(): void {
    this.#isClosed = true
    this.#unsubscribe?.()
    this.#cancelTimer?.()
    this.#watchers.clear()
  }

  #schedule(): void {
    if (this.#isClosed) return
    this.#cancelTimer ??= this.#options.clock.setTimer(GATHER_MS, () => {
      this.#cancelTimer = undefined
      this.#schedule()
      this.#turn()
    })
  }

  #turn(): void {
    const table = this.#table
    if (!table) return
    const count = Math.ceil(table.checks.length / TURNS_FOR_ALL)
    for (let more = 0; more < count; more++) {
      this.#dirty.add(this.#nextRow)
      this.#nextRow = (this.#nextRow + 1) % table.checks.length
    }
    const head = JSON.stringify({ ...this.#headNow(), now: 0 })
    const isOther = head !== this.#head
    this.#head = head
    if (this.#refresh() || isOther) for (const watcher of [...this.#watchers]) watcher()
  }

  /** @returns whether anything has changed */
  #refresh(): boolean {
    const { monitor, clock } = this.#options
    const table = this.#table
    if (!table) return false
    this.#rate.measure(clock.monotonicMs())
    table.turn(clock.wallMs())
    this.#lookAt(this.#dirty, table, monitor.silences())
    this.#dirty.clear()
    this.#urgent.clear()
    return table.advance()
  }

  #lookAt(rows: Iterable<number>, table: OverviewTable, silences: readonly PlannedWindow[]): void {
    for (const row of rows) {
      const check = table.checks[row]
      const status = check && this.#options.monitor.statusOf(check.id)
      if (status)
        table.put(
          row,
          overviewRow(
            status,
            silences.some((each) => appliesTo(each, check)),
          ),
        )
    }
  }

  async #lookAtAll(): Promise<void> {
    const { monitor, clock } = this.#options
    const table = this.#table
    if (!table) return
    this.#lookedAt = clock.monotonicMs()
    const silences = monitor.silences()
    await forEachYielding([...table.checks.keys()], (row) => this.#lookAt([row], table, silences))
  }

  async #begin(): Promise<OverviewTable> {
    const { monitor, clock } = this.#options
    const before = this.#table
    const table = new OverviewTable(monitor.config.checks, clock.wallMs())
    const unknown = [...table.checks.keys()].filter(
      (row) => !before || !table.copyHours(row, before),
    )
    this.#table = table
    this.#nextRow = 0
    this.#dirty.clear()
    this.#urgent.clear()
    await this.#lookAtAll()
    table.advance()
    void this.#recall(table, unknown)
    return table
  }

  /** What is wrong comes first. Where the history cannot be read, the strips begin now. */
  async #recall(table: OverviewTable, rows: readonly number[]): Promise<void> {
    const { queries } = this.#options
    const worstFirst = [...rows].sort((a, b) => table.rowOf(b).verdict - table.rowOf(a).verdict)
    for (let at = 0; at < worstFirst.length; at += RECALLED_AT_ONCE) {
      const window = {
        from: table.hour - (HOURS - 1) * LEVEL_MS.hour,
        until: table.hour + LEVEL_MS.hour,
      }
      const chunk = worstFirst.slice(at, at + RECALLED_AT_ONCE)
      const ids = chunk.flatMap((row) => table.checks[row]?.id ?? [])
      const sums = await queries.hours(ids, window).catch(() => [])
      if (this.#isClosed || this.#table !== table) return
      const byCheck = new Map<string, HourSums[]>()
      for (const each of sums) {
        const known = byCheck.get(each.checkId)
        if (known) known.push(each)
        else byCheck.set(each.checkId, [each])
      }
      for (const [id, own] of byCheck) table.recall(table.indexOf(id) ?? 0, own)
    }
  }

  #take(event: MonitorEvent): void {
    const table = this.#table
    if (!table) return
    switch (event.type) {
      case 'result': {
        const row = table.indexOf(event.data.checkId)
        this.#rate.count()
        if (row === undefined) return
        table.turn(this.#options.clock.wallMs())
        table.note(row, event.data)
        this.#dirty.add(row)
        break
      }
      case 'verdict':
        this.#mark(event.data.id)
        break
      case 'incident':
        if (event.data.subject === 'check') this.#mark(event.data.subjectId)
        break
      case 'reload':
        this.#generation++
        this.#opening = this.#begin()
        break
      case 'evidence':
        this.#mark(event.data.checkId)
        break
      case 'silence':
      case 'maintenance':
      case 'gap':
        for (const row of table.checks.keys()) {
          this.#dirty.add(row)
          this.#urgent.add(row)
        }
        break
      default:
        event satisfies never
    }
  }

  #mark(id: string): void {
    const row = this.#table?.indexOf(id)
    if (row === undefined) return
    this.#dirty.add(row)
    this.#urgent.add(row)
  }

  #headNow(): OverviewHead {
    const { monitor, clock } = this.#options
    const { isolated, storeProblem, reloadProblem } = monitor.figures()
    const problems = [storeProblem, reloadProblem].filter((each) => each !== undefined)
    return { now: clock.wallMs(), isolated, problems }
  }
}
