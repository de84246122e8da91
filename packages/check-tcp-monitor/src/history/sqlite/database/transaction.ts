import type { Database, Statement } from './open-database.js'

/** All of some work, or nothing of it. */
export class Transaction {
  readonly #begin: Statement<never>
  readonly #beginRead: Statement<never>
  readonly #commit: Statement<never>
  readonly #rollback: Statement<never>

  constructor(database: Database) {
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#beginRead = database.prepare('BEGIN')
    this.#commit = database.prepare('COMMIT')
    this.#rollback = database.prepare('ROLLBACK')
  }

  /** @throws what the work or the driver throws; nothing of the work is then in the database */
  run<T>(work: () => T): T {
    return this.#run(this.#begin, work)
  }

  /** What the work reads is of one moment, whatever is committed meanwhile. */
  read<T>(work: () => T): T {
    return this.#run(this.#beginRead, work)
  }

  #run<T>(begin: Statement<never>, work: () => T): T {
    begin.run()
    try {
      const value = work()
      this.#commit.run()
      return value
    } catch (error) {
      this.#undo()
      throw error
    }
  }

  #undo(): void {
    try {
      this.#rollback.run()
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full (sqlite.org/lang_transaction.html).
    }
  }
}
