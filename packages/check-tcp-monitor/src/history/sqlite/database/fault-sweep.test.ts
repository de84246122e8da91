import { describe, expect, it } from 'vitest'
import {
  badObservation,
  DB,
  incident,
  MINUTE,
  observation,
  outboxEntry,
  START,
} from '../../../../test/history/sample-history.js'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import type { Batch } from '../../../core/store/commits.js'
import type { Store } from '../../../core/store/store.js'
import { type Database, openDatabase, type SqlValue, type Statement } from './open-database.js'

/** What SQLite says of a full disk (sqlite.org/rescode.html#full). */
const FULL = 13

/** Lets the Nth call of the database fail, once. */
class Faults {
  #left = Number.POSITIVE_INFINITY
  hasStruck = false

  strikeAt(call: number): void {
    this.#left = call
    this.hasStruck = false
  }

  spare(): void {
    this.#left = Number.POSITIVE_INFINITY
  }

  readonly open = (path: string): Database => {
    const database = openDatabase(path)
    return {
      ...database,
      exec: (sql) => this.#through(() => database.exec(sql)),
      prepare: <Row>(sql: string) => this.#statement<Row>(database.prepare<Row>(sql), sql),
    }
  }

  #statement<Row>(statement: Statement<Row>, sql: string): Statement<Row> {
    const isRollback = sql === 'ROLLBACK'
    const through = <T>(work: () => T) => (isRollback ? work() : this.#through(work))
    return {
      run: (...values: readonly SqlValue[]) => through(() => statement.run(...values)),
      get: (...values) => through(() => statement.get(...values)),
      all: (...values) => through(() => statement.all(...values)),
      iterate: (...values) => through(() => statement.iterate(...values)),
    }
  }

  #through<T>(work: () => T): T {
    this.#left--
    if (this.#left === 0) {
      this.hasStruck = true
      throw Object.assign(new Error('database or disk is full'), { errcode: FULL })
    }
    return work()
  }
}

/** Everything at once, with a minute that is over and so goes into the rollups, and a result that comes late. */
function batch(round: number): Batch {
  const at = START + round * 2 * MINUTE
  return {
    observations: [
      observation({ at, checkId: `new-${round}`, address: `192.0.2.${round % 250}` }),
      badObservation({ at: at + 1 }),
      observation({ at: START - MINUTE, dnsMs: round }),
    ],
    states: [{ kind: 'check', id: 'db', location: 'here', state: { round } }],
    incidents: [incident({ id: `inc-${round}`, closedAt: at })],
    outbox: [outboxEntry({ group: `g-${round}` })],
  }
}

const ALL = { from: 0, until: START * 2 }

async function picture(store: Store) {
  const { results } = await store.queries.results({ limit: 10_000 })
  return {
    results: results.length,
    summary: await store.queries.summary(DB, ALL),
    minutes: await store.queries.rollups({ checkId: 'db' }, 'minute', ALL),
    hours: await store.queries.rollups({ checkId: 'db' }, 'hour', ALL),
    remembered: await store.queries.remembered(),
    incidents: (await store.queries.incidents({})).incidents.length,
  }
}

describe('a commit', () => {
  it('of which any one call of the database fails leaves nothing behind, and works when tried again', async () => {
    const faults = new Faults()
    const store = SqliteStore.open({ directory: ':memory:' }, { open: faults.open })
    const clean = SqliteStore.open({ directory: ':memory:' })
    let round = 0
    const commitBoth = async () => {
      await store.commit(batch(round))
      await clean.commit(batch(round))
      round++
    }
    await commitBoth()
    await commitBoth()
    let call = 0
    do {
      call++
      const before = await picture(store)
      faults.strikeAt(call)
      const commit = store.commit(batch(round))
      const failure = await commit.then(
        () => undefined,
        (error: unknown) => error,
      )
      faults.spare()
      if (failure === undefined) {
        await clean.commit(batch(round))
        round++
        continue
      }
      expect(failure).toMatchObject({ name: 'StoreError', code: 'STORE_DISK_FULL' })
      expect(await store.admin.health()).toMatchObject({ ok: false })
      expect(await picture(store)).toEqual(before)
      await commitBoth()
      expect(await store.admin.health()).toMatchObject({ ok: true })
      expect(await picture(store)).toEqual(await picture(clean))
    } while (faults.hasStruck)
    expect(call).toBeGreaterThan(20)
    await Promise.all([store.close(), clean.close()])
  })
})

describe('a purge', () => {
  it('of which any one call fails counts everything once all the same, and the next one ends it', async () => {
    const retention = { rawMs: MINUTE, minuteMs: MINUTE, hourMs: 1e12, incidentMs: MINUTE }
    const now = START + 100 * MINUTE
    let call = 0
    const faults = new Faults()
    do {
      call++
      const store = SqliteStore.open({ directory: ':memory:' }, { open: faults.open })
      for (let round = 0; round < 5; round++) await store.commit(batch(round))
      const before = await store.queries.summary(DB, ALL)
      faults.strikeAt(call)
      const failure = await store.admin.purge(now, retention).then(
        () => undefined,
        (error: unknown) => error,
      )
      faults.spare()
      if (faults.hasStruck) expect(failure).toMatchObject({ code: 'STORE_DISK_FULL' })
      expect(await store.queries.summary(DB, ALL)).toEqual(before)
      await store.admin.purge(now, retention)
      expect(await store.queries.summary(DB, ALL)).toEqual(before)
      expect((await store.queries.results({})).results).toEqual([])
      await store.close()
    } while (faults.hasStruck)
    expect(call).toBeGreaterThan(20)
  })
})
