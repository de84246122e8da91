import type { Database, Statement } from '../database/open-database.js'

/**
 * A stretch of results during which the wall clock went forward. Where it is set back a new one begins, so that results
 * made last can be told from those that claim the latest time.
 */
export interface ClockRun {
  /** Ascending in the order of events. */
  readonly id: number
  /** No result of it claims an earlier time. */
  readonly from: number
  /** Nor a later one. */
  readonly upTo: number
}

/** The first one, into which goes too what other clocks say: what is imported, and what agents report. */
const FIRST_RUN = 0

/** Results of one check within one millisecond and one run; the number of a result is `run * RUN_SIZE` and more. */
const RUN_SIZE = 2 ** 20

/** Checks that end together are written in any order; a clock that is set back by less does no harm. */
const SLACK_MS = 1_000

/** The least number of a result of a run. */
export function firstOfRun(run: number): number {
  return run * RUN_SIZE
}

export function runOf({ n }: { readonly n: number }): number {
  return Math.floor(n / RUN_SIZE)
}

/** Notices that the wall clock was set back, by the times of the results themselves. */
export class ClockRuns {
  readonly #all: Statement<{
    readonly id: number
    readonly from: number
    readonly upTo: number | null
  }>
  readonly #newest: Statement<{ readonly at: number }>
  readonly #end: Statement<never>
  readonly #begin: Statement<never>
  readonly #widen: Statement<never>
  readonly #deleteBefore: Statement<never>
  #current: { id: number; newestAt: number } | undefined

  constructor(database: Database) {
    this.#all = database.prepare(
      'SELECT id, from_at AS "from", to_at AS upTo FROM clock_run ORDER BY id DESC',
    )
    this.#newest = database.prepare('SELECT at FROM result WHERE n >= ? ORDER BY at DESC LIMIT 1')
    this.#end = database.prepare('UPDATE clock_run SET to_at = ? WHERE id = ?')
    this.#begin = database.prepare('INSERT INTO clock_run VALUES (?, ?, NULL)')
    this.#widen = database.prepare('UPDATE clock_run SET to_at = ? WHERE id = ? AND to_at < ?')
    this.#deleteBefore = database.prepare('DELETE FROM clock_run WHERE to_at < ? AND id > ?')
  }

  /** The newest first. */
  all(): readonly ClockRun[] {
    return this.#all
      .all()
      .map(({ id, from, upTo }) => ({ id, from, upTo: upTo ?? Number.MAX_SAFE_INTEGER }))
  }

  /** The run of a result that was made just now. Only within a transaction, and with `forget` when that fails. */
  runFor(at: number): number {
    const current = this.#current ?? this.#read()
    this.#current = current
    if (at < current.newestAt - SLACK_MS) {
      this.#end.run(Math.floor(current.newestAt), current.id)
      current.id++
      current.newestAt = at
      this.#begin.run(current.id, Math.floor(at) - SLACK_MS)
    }
    current.newestAt = Math.max(current.newestAt, at)
    return current.id
  }

  /** The run of a result that another clock has dated. Only within a transaction. */
  runForForeign(at: number): number {
    this.#widen.run(Math.floor(at), FIRST_RUN, Math.floor(at))
    return FIRST_RUN
  }

  /** What was remembered may have been rolled back. */
  forget(): void {
    this.#current = undefined
  }

  deleteBefore(time: number): void {
    this.#deleteBefore.run(time, FIRST_RUN)
  }

  #read(): { id: number; newestAt: number } {
    const id = this.#all.get()?.id ?? FIRST_RUN
    const newestAt = this.#newest.get(firstOfRun(id))?.at ?? Number.NEGATIVE_INFINITY
    return { id, newestAt }
  }
}
