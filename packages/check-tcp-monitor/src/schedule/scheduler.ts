import type { Clock } from '../core/time/clock.js'
import { DueQueue } from './due-queue.js'
import { gridOf, phaseOf } from './phase.js'

/** What is to be run again and again. */
interface Scheduled {
  readonly id: string
  readonly everyMs: number
}

interface SchedulerOptions {
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
  readonly schedule: Schedule
  readonly dueAt: number
}

interface Schedule {
  readonly id: string
  everyMs: number
  /** Monotonic; a number that no longer stands in the queue means that what stands there is void. */
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
 * Turns lie at a phase of the interval that a hash of the id spreads, so that thousands of checks are never begun together,
 * and on a grid that is shared (`gridOf`), so that the process does not wake up for each. What was missed is not caught up with.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #schedules = new Map<string, Schedule>()
  readonly #queue = new DueQueue<Schedule>()
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
    for (const [id, schedule] of this.#schedules) {
      if (wanted.has(id)) continue
      schedule.removed = true
      this.#schedules.delete(id)
    }
    const now = this.#options.clock.monotonicMs()
    for (const { id, everyMs } of scheduled) {
      const known = this.#schedules.get(id)
      if (known?.everyMs === everyMs) continue
      if (known) {
        known.everyMs = everyMs
        const turn = nextTurn(known, now)
        if (!known.running) this.#enqueue(known, known.awaited ? Math.min(turn, known.dueAt) : turn)
        continue
      }
      const schedule: Schedule = {
        id,
        everyMs,
        dueAt: 0,
        running: false,
        soonMs: undefined,
        awaited: false,
        removed: false,
      }
      this.#schedules.set(id, schedule)
      this.#enqueue(schedule, Math.max(now, firstTurn(schedule, now)))
    }
    this.#arm()
  }

  /** Runs `id` once more after `delayMs`, unless its own turn comes before that. */
  runSoon(id: string, delayMs: number): void {
    const schedule = this.#schedules.get(id)
    if (!schedule || this.#stopped) return
    if (schedule.running) {
      schedule.soonMs = Math.min(schedule.soonMs ?? delayMs, delayMs)
      return
    }
    schedule.awaited = true
    const at = this.#options.clock.monotonicMs() + delayMs
    if (at >= schedule.dueAt) return
    this.#enqueue(schedule, at)
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

  #enqueue(schedule: Schedule, at: number): void {
    schedule.dueAt = at
    this.#queue.push(at, schedule)
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
      const { at, item: schedule } = due
      if (schedule.removed || schedule.dueAt !== at || schedule.running) continue
      this.#begin(schedule, at, now)
    }
    this.#arm()
  }

  #begin(schedule: Schedule, dueAt: number, now: number): void {
    if (!schedule.awaited && now - dueAt > Math.min(LATEST_MS, schedule.everyMs / 2)) {
      this.#missed++
      this.#enqueue(schedule, nextTurn(schedule, now))
      return
    }
    if (this.#underWay >= this.#options.concurrency) {
      const waiting = schedule.awaited ? this.#awaited : this.#waiting
      waiting.push({ schedule, dueAt })
      return
    }
    schedule.running = true
    schedule.awaited = false
    this.#underWay++
    this.#begun++
    const done = () => this.#end(schedule, dueAt)
    this.#options.run(schedule.id, now - dueAt).then(done, (error: unknown) => {
      this.#options.onError?.(schedule.id, error)
      done()
    })
  }

  #end(schedule: Schedule, begunAt: number): void {
    this.#underWay--
    schedule.running = false
    if (this.#stopped) {
      if (this.#underWay === 0) this.#idle?.()
      return
    }
    const now = this.#options.clock.monotonicMs()
    if (!schedule.removed) this.#scheduleNext(schedule, begunAt, now)
    this.#admit(now)
    this.#arm()
  }

  #scheduleNext(schedule: Schedule, begunAt: number, now: number): void {
    const turn = nextTurn(schedule, now)
    this.#overrun += Math.max(0, turnsBetween(schedule, begunAt, now))
    const soon = schedule.soonMs === undefined ? turn : now + schedule.soonMs
    schedule.awaited = schedule.soonMs !== undefined
    schedule.soonMs = undefined
    this.#enqueue(schedule, Math.min(turn, soon))
  }

  #admit(now: number): void {
    while (this.#underWay < this.#options.concurrency) {
      const next = this.#awaited.shift() ?? this.#waiting.shift()
      if (!next) return
      const { schedule, dueAt } = next
      if (schedule.removed || schedule.running || schedule.dueAt !== dueAt) continue
      this.#begin(schedule, dueAt, now)
    }
  }
}

/** The first turn of all, which does not wait for the phase of a long interval. */
function firstTurn({ id, everyMs }: Schedule, now: number): number {
  return onGrid(now + phaseOf(id) * Math.min(everyMs, FIRST_TURN_MS), everyMs)
}

/** The first turn after `now`. */
function nextTurn(schedule: Schedule, now: number): number {
  return (turnAt(schedule, now) + 1) * schedule.everyMs + offsetOf(schedule)
}

/** Turns after `from`, up to `until`. */
function turnsBetween(schedule: Schedule, from: number, until: number): number {
  return turnAt(schedule, until) - turnAt(schedule, from)
}

function turnAt(schedule: Schedule, at: number): number {
  return Math.floor((at - offsetOf(schedule)) / schedule.everyMs)
}

/** A whole number, so that a turn's time divides exactly. */
function offsetOf({ id, everyMs }: Schedule): number {
  return onGrid(phaseOf(id) * everyMs, everyMs)
}

function onGrid(ms: number, everyMs: number): number {
  const grid = gridOf(everyMs)
  return Math.floor(ms / grid) * grid
}
