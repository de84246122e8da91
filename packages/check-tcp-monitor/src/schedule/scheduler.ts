import type { Clock } from '../core/time/clock.js'
import { DueQueue } from './due-queue.js'
import { phaseOf } from './phase.js'

/** What is to be run again and again. */
export interface Scheduled {
  readonly id: string
  readonly everyMs: number
}

export interface SchedulerOptions {
  readonly clock: Clock
  /**
   * Runs it once; never rejects. The next run of the same id begins when this one is over.
   *
   * @param latenessMs between when it was due and now
   */
  readonly run: (id: string, latenessMs: number) => Promise<void>
  /** Runs under way at once. */
  readonly concurrency: number
  /** Told of what a run threw, against its contract; the next turn comes all the same. */
  readonly onError?: (id: string, error: unknown) => void
}

export interface SchedulerFigures {
  /** Runs begun. */
  readonly begun: number
  /** Turns passed over since the run before was still under way. */
  readonly overrun: number
  /** Turns skipped because they came too late: the process stood still, or has more to do than it can. */
  readonly missed: number
  readonly underWay: number
}

/** The first turn of every check comes within this time, however long its interval. */
const FIRST_TURN_MS = 30_000

/** A turn that is later than this, or than half of its interval, is passed over: all of them at once would be a burst. */
const LATEST_MS = 1_000

/** One that is due, and waits for one of the runs under way to end. */
interface Turn {
  readonly entry: Entry
  readonly dueAt: number
}

interface Entry {
  readonly id: string
  everyMs: number
  /** Monotonic; a number that no longer stands in the queue's entry means that the entry there is void. */
  dueAt: number
  running: boolean
  /** A turn out of the order was asked for while running. */
  soonMs: number | undefined
  /** Somebody waits for its next turn, which is not passed over, however late. */
  awaited: boolean
  removed: boolean
}

/**
 * Runs checks at their intervals, by monotonic time: a wall clock that jumps and a machine that slept move nothing.
 *
 * Turns lie on a grid of the interval, at a phase that a hash of the id spreads, so that thousands of checks are never
 * begun together. What was missed is not caught up with.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #entries = new Map<string, Entry>()
  readonly #queue = new DueQueue<Entry>()
  #waiting: Turn[] = []
  /** The same, of those that somebody waits for: they come first. */
  #awaited: Turn[] = []
  #timer: { readonly at: number; readonly cancel: () => void } | undefined
  #underWay = 0
  #begun = 0
  #overrun = 0
  #missed = 0
  #stopped = false
  #idle: (() => void) | undefined

  constructor(options: SchedulerOptions) {
    this.#options = options
  }

  get figures(): SchedulerFigures {
    return {
      begun: this.#begun,
      overrun: this.#overrun,
      missed: this.#missed,
      underWay: this.#underWay,
    }
  }

  /** Replaces what is scheduled. What stays at its interval keeps its turns. */
  set(scheduled: readonly Scheduled[]): void {
    const wanted = new Set(scheduled.map(({ id }) => id))
    for (const [id, entry] of this.#entries) {
      if (wanted.has(id)) continue
      entry.removed = true
      this.#entries.delete(id)
    }
    const now = this.#options.clock.monotonicMs()
    for (const { id, everyMs } of scheduled) {
      const known = this.#entries.get(id)
      if (known?.everyMs === everyMs) continue
      if (known) {
        known.everyMs = everyMs
        const turn = nextTurn(known, now)
        if (!known.running) this.#enqueue(known, known.awaited ? Math.min(turn, known.dueAt) : turn)
        continue
      }
      const entry: Entry = {
        id,
        everyMs,
        dueAt: 0,
        running: false,
        soonMs: undefined,
        awaited: false,
        removed: false,
      }
      this.#entries.set(id, entry)
      this.#enqueue(entry, now + phaseOf(id) * Math.min(everyMs, FIRST_TURN_MS))
    }
    this.#arm()
  }

  /** Runs `id` once more after `delayMs`, unless its own turn comes before that. */
  runSoon(id: string, delayMs: number): void {
    const entry = this.#entries.get(id)
    if (!entry || this.#stopped) return
    if (entry.running) {
      entry.soonMs = Math.min(entry.soonMs ?? delayMs, delayMs)
      return
    }
    entry.awaited = true
    const at = this.#options.clock.monotonicMs() + delayMs
    if (at >= entry.dueAt) return
    this.#enqueue(entry, at)
    this.#arm()
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
    this.#waiting = []
    this.#awaited = []
    if (this.#underWay === 0) return
    await new Promise<void>((resolve) => {
      this.#idle = resolve
    })
  }

  #enqueue(entry: Entry, at: number): void {
    entry.dueAt = at
    this.#queue.push(at, entry)
  }

  #arm(): void {
    if (this.#stopped) return
    const next = this.#queue.peek()
    if (!next) return
    if (this.#timer && this.#timer.at <= next.at) return
    this.#timer?.cancel()
    const delay = Math.max(0, next.at - this.#options.clock.monotonicMs())
    const cancel = this.#options.clock.setTimer(delay, () => {
      this.#timer = undefined
      this.#fire()
    })
    this.#timer = { at: next.at, cancel }
  }

  #fire(): void {
    if (this.#stopped) return
    const now = this.#options.clock.monotonicMs()
    for (let due = this.#queue.peek(); due && due.at <= now; due = this.#queue.peek()) {
      this.#queue.pop()
      const { at, item: entry } = due
      if (entry.removed || entry.dueAt !== at || entry.running) continue
      this.#begin(entry, at, now)
    }
    this.#arm()
  }

  #begin(entry: Entry, dueAt: number, now: number): void {
    if (!entry.awaited && now - dueAt > Math.min(LATEST_MS, entry.everyMs / 2)) {
      this.#missed++
      this.#enqueue(entry, nextTurn(entry, now))
      return
    }
    if (this.#underWay >= this.#options.concurrency) {
      const waiting = entry.awaited ? this.#awaited : this.#waiting
      waiting.push({ entry, dueAt })
      return
    }
    entry.running = true
    entry.awaited = false
    this.#underWay++
    this.#begun++
    const done = () => this.#end(entry, dueAt)
    this.#options.run(entry.id, now - dueAt).then(done, (error: unknown) => {
      this.#options.onError?.(entry.id, error)
      done()
    })
  }

  #end(entry: Entry, begunAt: number): void {
    this.#underWay--
    entry.running = false
    if (this.#stopped) {
      if (this.#underWay === 0) this.#idle?.()
      return
    }
    const now = this.#options.clock.monotonicMs()
    if (!entry.removed) this.#scheduleNext(entry, begunAt, now)
    this.#admit(now)
    this.#arm()
  }

  #scheduleNext(entry: Entry, begunAt: number, now: number): void {
    const turn = nextTurn(entry, now)
    this.#overrun += Math.max(0, turnsBetween(entry, begunAt, now))
    const soon = entry.soonMs === undefined ? turn : now + entry.soonMs
    entry.awaited = entry.soonMs !== undefined
    entry.soonMs = undefined
    this.#enqueue(entry, Math.min(turn, soon))
  }

  #admit(now: number): void {
    while (this.#underWay < this.#options.concurrency) {
      const next = this.#awaited.shift() ?? this.#waiting.shift()
      if (!next) return
      const { entry, dueAt } = next
      if (entry.removed || entry.running || entry.dueAt !== dueAt) continue
      this.#begin(entry, dueAt, now)
    }
  }
}

/** The first turn on the grid after `now`. */
function nextTurn(entry: Entry, now: number): number {
  return (turnAt(entry, now) + 1) * entry.everyMs + offsetOf(entry)
}

/** Turns on the grid after `from`, up to `until`. */
function turnsBetween(entry: Entry, from: number, until: number): number {
  return turnAt(entry, until) - turnAt(entry, from)
}

function turnAt(entry: Entry, at: number): number {
  return Math.floor((at - offsetOf(entry)) / entry.everyMs)
}

/** A whole number, so that a turn's time divides exactly. */
function offsetOf({ id, everyMs }: Entry): number {
  return Math.floor(phaseOf(id) * everyMs)
}
