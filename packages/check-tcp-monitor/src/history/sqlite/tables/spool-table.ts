import { randomUUID } from 'node:crypto'
import type { SpoolGap } from '../../../core/link/agent-batch.js'
import type { SpoolPage } from '../../../core/link/spool.js'
import { joinGaps } from '../../../core/link/spool-gap.js'
import type { SpoolChange } from '../../../core/store/commits.js'
import { SPOOL_LIMITS, type SpoolLimits, type SpoolState } from '../../../core/store/spool-role.js'
import type { Observation } from '../../../core/wire/observation.js'
import type { Database, Statement } from '../database/open-database.js'

/** What was received stays for so long, milliseconds: a hub that is restored from a backup asks for it again. */
const KEPT_AFTER_RECEIPT_MS = 3_600_000

interface StateRow {
  readonly epoch: string
  readonly next: number
  readonly received: number
  readonly bytes: number
  readonly dropped_from: number | null
  readonly dropped_until: number | null
}

interface SpoolRow {
  readonly first: number
  readonly body: string
}

interface OldestRow {
  readonly first: number
  readonly at: number
  readonly received_at: number | null
  readonly bytes: number
}

/** What stands in a row: results, or that some were lost. */
type Body = readonly Observation[] | SpoolGap

/** The row that has a number, by the key: the spool may hold millions. */
const rowOf = (number: string) =>
  `coalesce((SELECT max(first) FROM spool WHERE first <= ${number}), 0)`

/** Rows that go in one transaction at most; the rest goes with the next ones. */
const MAX_REMOVED = 1_000

/**
 * Results that wait for the hub, a row for each commit. Numbers of results ascend by one; none is given twice, since the next one
 * stands in a row of its own.
 */
export class SpoolTable {
  readonly #limits: SpoolLimits
  readonly #state: Statement<StateRow>
  readonly #begin: Statement<never>
  readonly #advance: Statement<never>
  readonly #insert: Statement<never>
  readonly #page: Statement<SpoolRow>
  readonly #oldest: Statement<OldestRow>
  readonly #delete: Statement<never>
  readonly #shrink: Statement<never>
  readonly #drop: Statement<never>
  readonly #receive: Statement<never>
  readonly #receiveRows: Statement<never>
  readonly #renew: Statement<never>
  readonly #bytes: Statement<{ readonly bytes: number | null }>
  readonly #measure: Statement<never>
  readonly #deleteReceived: Statement<never>

  constructor(database: Database, limits: SpoolLimits = SPOOL_LIMITS) {
    this.#limits = limits
    this.#state = database.prepare('SELECT * FROM spool_state')
    this.#begin = database.prepare(
      'INSERT INTO spool_state (id, epoch, next, received, bytes) VALUES (0, ?, 0, 0, 0)',
    )
    this.#advance = database.prepare('UPDATE spool_state SET next = ?1, bytes = bytes + ?2')
    this.#insert = database.prepare(
      'INSERT INTO spool (first, count, at, bytes, body) VALUES (?, ?, ?, ?, ?)',
    )
    this.#page = database.prepare(
      `SELECT first, body FROM spool WHERE first >= ${rowOf('?1')} AND first + count > ?1 ORDER BY first LIMIT ?2`,
    )
    this.#oldest = database.prepare(
      'SELECT first, at, received_at, bytes FROM spool ORDER BY first LIMIT 1',
    )
    this.#delete = database.prepare('DELETE FROM spool WHERE first = ?')
    this.#shrink = database.prepare('UPDATE spool_state SET bytes = bytes - ?')
    this.#drop = database.prepare(
      'UPDATE spool_state SET dropped_from = coalesce(dropped_from, ?1), dropped_until = ?1',
    )
    this.#receive = database.prepare(
      'UPDATE spool_state SET received = ?1, dropped_from = NULL, dropped_until = NULL WHERE received < ?1',
    )
    this.#renew = database.prepare('UPDATE spool_state SET epoch = ?')
    this.#deleteReceived = database.prepare('DELETE FROM spool WHERE received_at IS NOT NULL')
    this.#bytes = database.prepare('SELECT sum(bytes) AS bytes FROM spool')
    this.#measure = database.prepare('UPDATE spool_state SET bytes = ?')
    this.#receiveRows = database.prepare(
      `UPDATE spool SET received_at = ?2
        WHERE first >= ${rowOf('?3')} AND first < ?1 AND first + count <= ?1 AND received_at IS NULL`,
    )
  }

  /** Applies what a batch says of the spool. Only within a transaction. */
  change(change: SpoolChange, observations: readonly Observation[]): void {
    switch (change.kind) {
      case 'add':
        this.#add(
          observations.filter(({ checkId }) => !change.except?.includes(checkId)),
          change.lost,
        )
        return
      case 'received':
        this.#received(change)
        return
      case 'renew':
        this.#renew.run(randomUUID())
        // The hub has them by their former numbers.
        this.#deleteReceived.run()
        this.#measure.run(this.#bytes.get()?.bytes ?? 0)
        return
      default:
        change satisfies never
    }
  }

  state(): SpoolState {
    const { epoch = '', next = 0, received = 0 } = this.#state.get() ?? {}
    return { epoch, next, received }
  }

  page(from: number, limit: number): SpoolPage {
    const results: Observation[] = []
    let first: number | undefined
    let lost: SpoolGap | undefined
    for (const row of this.#page.iterate(from, limit)) {
      const body: Body = JSON.parse(row.body)
      if ('count' in body) {
        // It stands before results, or at the end.
        if (results.length > 0) break
        lost = joinGaps(lost, body)
        continue
      }
      const skipped = Math.max(0, from - row.first)
      first ??= row.first + skipped
      results.push(...body.slice(skipped))
      if (results.length >= limit) break
    }
    const begin = first ?? this.state().next
    const gap = begin > from ? this.#gap(begin - from, lost) : undefined
    return { first: begin, results: results.slice(0, limit), ...(gap && { gap }) }
  }

  /** Numbers results and keeps them. The first one, even of nothing, begins the spool. */
  #add(observations: readonly Observation[], lost: SpoolGap | undefined): void {
    if (!this.#state.get()) this.#begin.run(randomUUID())
    if (lost) this.#put(lost, lost.count, lost.until)
    if (observations.length === 0) return
    const at = Math.floor(observations.at(-1)?.at ?? 0)
    this.#put(observations, observations.length, at)
    this.#dropBeyond(at)
  }

  #put(content: Body, count: number, at: number): void {
    const { next } = this.state()
    const body = JSON.stringify(content)
    this.#insert.run(next, count, at, body.length, body)
    this.#advance.run(next + count, body.length)
  }

  #received({ next, at }: { readonly next: number; readonly at: number }): void {
    const { received } = this.state()
    this.#receive.run(next)
    this.#receiveRows.run(next, at, received)
    for (let removed = 0; removed < MAX_REMOVED; removed++) {
      const row = this.#oldest.get()
      if (!row) return
      if (row.received_at === null || row.received_at > at - KEPT_AFTER_RECEIPT_MS) return
      this.#remove(row)
    }
  }

  /** @param lost what was lost before it had a number, of that */
  #gap(count: number, lost: SpoolGap | undefined): SpoolGap {
    const { dropped_from, dropped_until } = this.#state.get() ?? {}
    const dropped = { count, from: dropped_from ?? 0, until: dropped_until ?? 0 }
    if (!lost) return dropped
    const both = typeof dropped_from === 'number' ? joinGaps(lost, dropped) : lost
    return { ...lost, ...both, count }
  }

  #dropBeyond(now: number): void {
    for (let removed = 0; removed < MAX_REMOVED; removed++) {
      const row = this.#oldest.get()
      if (!row) return
      const { bytes = 0 } = this.#state.get() ?? {}
      const isTooOld = row.at < now - this.#limits.ageMs
      if (bytes <= this.#limits.bytes && !isTooOld) return
      // What the hub has is no loss.
      if (row.received_at === null) this.#drop.run(row.at)
      this.#remove(row)
    }
  }

  #remove({ first, bytes }: OldestRow): void {
    this.#delete.run(first)
    this.#shrink.run(bytes)
  }
}
