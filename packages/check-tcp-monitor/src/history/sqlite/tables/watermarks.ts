import type { Watermark } from '../../rollup/watermark.js'
import type { Database, Statement } from '../database/open-database.js'

/**
 * Places in time that the tables agree on, changed in the transaction of what they tell of.
 * - `minute`, `until`, `series`: the watermark (`watermark.ts`).
 * - `raw_from`, `minute_from`, `hour_from`: before it some may have been deleted.
 */
type WatermarkName = 'minute' | 'until' | 'series' | 'raw_from' | 'minute_from' | 'hour_from'

export class Watermarks {
  readonly #get: Statement<{ readonly value: number }>
  readonly #set: Statement<never>

  constructor(database: Database) {
    this.#get = database.prepare('SELECT value FROM mark WHERE name = ?')
    this.#set = database.prepare('REPLACE INTO mark VALUES (?, ?)')
  }

  /** Up to where results are in the rollups. */
  rolledUp(): Watermark {
    return { minute: this.get('minute'), until: this.get('until'), series: this.get('series') }
  }

  setRolledUp({ minute, until, series }: Watermark): void {
    this.#set.run('minute', minute)
    this.#set.run('until', until)
    this.#set.run('series', series)
  }

  get(name: WatermarkName): number {
    return this.#get.get(name)?.value ?? 0
  }

  raise(name: WatermarkName, value: number): void {
    if (value > this.get(name)) this.#set.run(name, value)
  }
}
