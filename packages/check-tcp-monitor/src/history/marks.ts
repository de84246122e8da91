import type { Database, Statement } from './open-database.js'

/**
 * Places in time that the tables agree on, changed in the transaction of what they tell of.
 * - `minute`, `series`: all results before this minute, and those of this minute of series with a lower number, are in
 *   the rollups; all others are not.
 * - `raw_from`, `minute_from`, `hour_from`: before it some may have been deleted.
 */
export type MarkName = 'minute' | 'series' | 'raw_from' | 'minute_from' | 'hour_from'

export class Marks {
  readonly #get: Statement<{ readonly value: number }>
  readonly #set: Statement<never>

  constructor(database: Database) {
    this.#get = database.prepare('SELECT value FROM mark WHERE name = ?')
    this.#set = database.prepare('REPLACE INTO mark VALUES (?, ?)')
  }

  get(name: MarkName): number {
    return this.#get.get(name)?.value ?? 0
  }

  set(name: MarkName, value: number): void {
    this.#set.run(name, value)
  }

  raise(name: MarkName, value: number): void {
    if (value > this.get(name)) this.set(name, value)
  }
}
