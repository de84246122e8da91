import type { NewOutboxEntry, OutboxEntry } from '../../../core/alert/outbox.js'
import type { OutboxUpdate } from '../../../core/store/outbox.js'
import { type OutboxRow, toOutboxEntry } from '../../outbox-row.js'
import type { Database, Statement } from '../database/open-database.js'

const COLUMNS =
  'seq, channel, grp, notice, not_before AS notBefore, tries, last_error AS lastError, dead_at AS deadAt'

/** Notices on their way, and those that never arrived. */
export class OutboxTable {
  readonly #insert: Statement<never>
  readonly #waiting: Statement<OutboxRow>
  readonly #of: Statement<OutboxRow>
  readonly #dead: Statement<OutboxRow>
  readonly #delivered: Statement<never>
  readonly #later: Statement<never>
  readonly #die: Statement<never>
  readonly #deleteDead: Statement<never>
  readonly #deleteDeadBefore: Statement<never>

  constructor(database: Database) {
    this.#insert = database.prepare(
      'INSERT INTO outbox (channel, grp, notice, not_before, tries) VALUES (?, ?, ?, ?, 0)',
    )
    const waiting = `SELECT ${COLUMNS} FROM outbox WHERE dead_at IS NULL`
    this.#waiting = database.prepare(`${waiting} ORDER BY seq`)
    this.#of = database.prepare(`${waiting} AND channel = ? ORDER BY seq LIMIT ?`)
    this.#dead = database.prepare(
      `SELECT ${COLUMNS} FROM outbox WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, seq DESC LIMIT ?`,
    )
    this.#delivered = database.prepare('DELETE FROM outbox WHERE seq = ? AND dead_at IS NULL')
    this.#later = database.prepare(
      'UPDATE outbox SET not_before = ?, tries = tries + 1, last_error = ? WHERE seq = ? AND dead_at IS NULL',
    )
    this.#die = database.prepare(
      'UPDATE outbox SET dead_at = ?, tries = tries + 1, last_error = ? WHERE seq = ? AND dead_at IS NULL',
    )
    this.#deleteDead = database.prepare('DELETE FROM outbox WHERE seq = ? AND dead_at IS NOT NULL')
    this.#deleteDeadBefore = database.prepare(
      'DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE dead_at < ? LIMIT ?)',
    )
  }

  add({ channel, group, notice, notBefore }: NewOutboxEntry): void {
    this.#insert.run(channel, group, JSON.stringify(notice), Math.ceil(notBefore))
  }

  update(update: OutboxUpdate): void {
    for (const seq of update.seqs) {
      switch (update.kind) {
        case 'delivered':
          this.#delivered.run(seq)
          break
        case 'later':
          this.#later.run(Math.ceil(update.notBefore), update.error, seq)
          break
        case 'dead':
          this.#die.run(Math.floor(update.at), update.error, seq)
          break
        default:
          update satisfies never
      }
    }
  }

  waiting(): readonly OutboxEntry[] {
    return this.#waiting.all().map(toOutboxEntry)
  }

  of(channel: string, limit: number): readonly OutboxEntry[] {
    return this.#of.all(channel, limit).map(toOutboxEntry)
  }

  /** The newest first. */
  dead(limit: number): readonly OutboxEntry[] {
    return this.#dead.all(limit).map(toOutboxEntry)
  }

  deleteDead(seqs: readonly number[]): void {
    for (const seq of seqs) this.#deleteDead.run(seq)
  }

  deleteDeadBefore(time: number, limit: number): number {
    return Number(this.#deleteDeadBefore.run(time, limit).changes)
  }
}
