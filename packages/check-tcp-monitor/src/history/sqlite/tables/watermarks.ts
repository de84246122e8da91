import type { Watermark } from '../../rollup/pending-rollups.js'
import type { Database, Statement } from '../database/open-database.js'

/**
 * Places in time that the tables agree on, changed in the transaction of what they tell of.
 * - `minute`, `series`: all results before this minute, and those of this minute of series with a lower number, are in
 *   the rollups; all others are not.
 * - `raw_from`, `minute_from`, `hour_from`: before it some may have been deleted.
 */
export type WatermarkName = 'minute' | 'series' | 'raw_from' | 'minute_from' | 'hour_from'

export class Watermarks {
  readonly #get: Statement<{ readonly value: number }>
  readonly #set: Statement<never>

  constructor(database: Database) {
    this.#get = database.prepare('SELECT value FROM mark WHERE name = ?')
    this.#set = database.prepare('REPLACE INTO mark VALUES (?, ?)')
  }

  /** Up to where results are in the rollups. */
  rolledUp(): Watermark {
    return { minute: this.get('minute'), series: this.get('series') }
  }

  get(name: WatermarkName): number {
    return this.#get.get(name)?.value ?? 0
  }

  set(name: WatermarkName, value: number): void {
    this.#set.run(name, value)
  }

  raise(name: WatermarkName, value: number): void {
    if (value > this.get(name)) this.set(name, value)
  }
}
