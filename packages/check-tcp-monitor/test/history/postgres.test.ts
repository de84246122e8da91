import { describe, expect, it } from 'vitest'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { postgresTests } from '../support/postgres.js'
import { FOREVER } from './contract/contract-samples.js'
import { DAY, DB, HOUR, incident, observation, outboxEntry, START } from './sample-history.js'

postgresTests('PostgreSQL as the history of hubs', (server) => {
  const NOW = Date.UTC(2026, 10, 30, 12)

  async function open(url?: string) {
    const place = url ?? (await server.freshUrl())
    const store = await PostgresStore.open({ url: place, now: () => NOW })
    return { url: place, store, [Symbol.asyncDispose]: () => store.close() }
  }

  async function tablesOf(url: string): Promise<readonly string[]> {
    const rows = await server.query(
      url,
      `SELECT relname AS name FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'result'::regclass ORDER BY relname`,
    )
    return rows.map(({ name }) => String(name))
  }

  describe('tables of days', () => {
    it('are there for today and three days ahead, and for days of which results come', async () => {
      await using opened = await open()
      const ahead = ['result_20261130', 'result_20261201', 'result_20261202', 'result_20261203']
      expect(await tablesOf(opened.url)).toEqual([...ahead, 'result_other'])
      await opened.store.commit({ observations: [observation({ at: NOW - DAY })] })
      expect(await tablesOf(opened.url)).toEqual(['result_20261129', ...ahead, 'result_other'])
    })

    it('take over what came for a day that had no table yet', async () => {
      await using opened = await open()
      const far = observation({ at: NOW + 4 * DAY })
      await opened.store.commit({ observations: [far] })
      expect(await server.query(opened.url, 'SELECT at FROM result_other')).toHaveLength(1)
      const url = opened.url
      const later = await PostgresStore.open({ url, now: () => NOW + 2 * DAY })
      expect(await server.query(url, 'SELECT at FROM result_other')).toEqual([])
      expect((await later.queries.results({})).results).toEqual([far])
      await later.close()
    })

    /** A table that cannot be made at once, as beside the server's own vacuum, is made later; these have theirs. */
    async function openWithDays(days: readonly number[]) {
      for (;;) {
        const opened = await open()
        const observations = days.map((day) => observation({ at: NOW - day * DAY }))
        await opened.store.commit({ observations })
        const kept = await server.query(opened.url, 'SELECT at FROM result_other')
        if (kept.length === 0) return opened
        await opened.store.close()
      }
    }

    it('go as a whole when the day is older than what is kept; sums stay', async () => {
      await using opened = await openWithDays([0, 1, 2, 3])
      await opened.store.admin.purge(NOW, { ...FOREVER, rawMs: 36 * HOUR })
      const tables = await tablesOf(opened.url)
      expect(tables.filter((table) => table < 'result_20261130')).toEqual(['result_20261129'])
      expect((await opened.store.queries.results({})).results).toHaveLength(2)
      const window = { from: NOW - 9 * DAY, until: NOW + DAY }
      expect((await opened.store.queries.summary(DB, window)).good).toBe(4)
    })
  })

  describe('opening', () => {
    it('says who cannot connect where, why and what to do, and never the password', async () => {
      const url = 'postgres://watch:geheim-wort@127.0.0.1:1/history'
      const failure = await PostgresStore.open({ url }).catch((error: unknown) => error)
      expect(failure).toMatchObject({ name: 'StoreError', code: 'STORE_UNREACHABLE' })
      const { message } = failure as Error
      expect(message).toMatch(
        /^cannot connect to PostgreSQL at 127\.0\.0\.1:1 \(database history, user watch\): .*ECONNREFUSED.*look whether/,
      )
      expect(message).not.toContain('geheim')
    })

    it.each([
      'mysql://watch:geheim@127.0.0.1/history',
      'watch:geheim',
      'postgres://watch:geheim@[/x',
    ])('refuses %s without saying it again', async (url) => {
      const failure = await PostgresStore.open({ url }).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'STORE_UNREACHABLE' })
      expect((failure as Error).message).not.toContain('geheim')
    })

    it('says which database is not there', async () => {
      const url = server.server.url.replace(/postgres$/, 'nowhere')
      const failure = PostgresStore.open({ url })
      await expect(failure).rejects.toThrow(/database "nowhere" does not exist/)
    })

    it('refuses what a newer version has written, and leaves it as it is', async () => {
      const { url, store } = await open()
      await store.close()
      await server.query(url, 'UPDATE history_layout SET layout = 999')
      await expect(open(url)).rejects.toMatchObject({ code: 'STORE_TOO_NEW' })
      expect(await server.query(url, 'SELECT layout FROM history_layout')).toEqual([
        { layout: 999 },
      ])
    })

    it('is done by several at once', async () => {
      const url = await server.freshUrl()
      const all = await Promise.all(Array.from({ length: 4 }, () => open(url)))
      await Promise.all(
        all.map(({ store }, index) => store.commit({ observations: [observation({ at: index })] })),
      )
      expect((await all[0]?.store.queries.results({}))?.results).toHaveLength(4)
      for (const { store } of all) await store.close()
    })
  })

  it('commits with locks that end, and never without the disk', async () => {
    await using opened = await open()
    const names = ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout']
    const settings = await opened.store.inTransaction(async (session) => {
      const rows = await session.rows<{ readonly name: string; readonly value: string }>(
        `SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name`,
        [[...names, 'synchronous_commit']],
      )
      return rows.map(({ value }) => value)
    })
    expect(settings).toEqual(['2s', '30s', '5s', 'on'])
  })

  it('counts each result once where several hubs write, also late ones of the same minutes', async () => {
    const url = await server.freshUrl()
    await using one = await open(url)
    await using two = await open(url)
    const stores = [one.store, two.store]
    const commits = Array.from({ length: 400 }, (_, index) => {
      // Forward by an hour and more in each round, and back into minutes that are rolled up by then.
      const at = START + Math.floor(index / 40) * 100 * 60_000 - (index % 4) * 90 * 60_000 + index
      return { observations: [observation({ at, dnsMs: index })], isRelayed: true }
    })
    for (let index = 0; index < commits.length; index += 20) {
      const some = commits.slice(index, index + 20)
      await Promise.all(some.map((batch, place) => stores[place % 2]?.commit(batch)))
    }
    const window = { from: START - DAY, until: START + DAY }
    for (const store of stores) {
      expect((await store.queries.summary(DB, window)).good).toBe(400)
      for (const level of ['minute', 'hour'] as const) {
        const rollups = await store.queries.rollups(DB, level, window)
        expect(rollups.reduce((sum, { good }) => sum + good, 0)).toBe(400)
      }
    }
  })

  it('keeps texts that PostgreSQL has no characters for', async () => {
    await using opened = await open()
    const odd = observation({ error: 'a\0b \ud800 \u2028' })
    const found = incident({ error: 'a\0b' })
    await opened.store.commit({ observations: [odd], incidents: [found], outbox: [outboxEntry()] })
    const claim = { channel: 'ops', token: 'one' }
    const error = 'x\0y'
    await opened.store.outbox.settle(claim, { kind: 'later', seqs: [1], notBefore: 1, error })
    expect((await opened.store.queries.results({})).results).toEqual([odd])
    expect(await opened.store.queries.incident('inc-1')).toEqual(found)
    expect(await opened.store.outbox.claim(claim, 1)).toMatchObject([{ lastError: 'x\uFFFDy' }])
  })

  it('can be asked by SQL', async () => {
    await using opened = await open()
    await opened.store.commit({ observations: [observation({ at: NOW, failure: 'refused' })] })
    const sql = "SELECT check_id, location, at, outcome, detail->>'failure' AS failure FROM results"
    expect(await server.query(opened.url, sql)).toEqual([
      { check_id: 'db', location: 'here', at: new Date(NOW), outcome: 'good', failure: 'refused' },
    ])
  })

  it('goes on after the server was killed, with every result that was said to be stored, once', async () => {
    await using opened = await open()
    const stored: number[] = []
    let next = 0
    let isOver = false
    const committing = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const number = next++
        const origin = { source: `s${number}`, cursor: 1 }
        const batch = { observations: [observation({ at: NOW + number })], origin }
        const isStored = await opened.store.commit(batch).then(
          () => true,
          () => false,
        )
        if (isStored) stored.push(NOW + number)
      }
    })
    for (let round = 0; round < 3; round++) {
      const before = stored.length
      await expect.poll(() => stored.length).toBeGreaterThan(before + 50)
      await server.server.kill()
      await server.server.start()
    }
    const before = stored.length
    await expect.poll(() => stored.length).toBeGreaterThan(before + 50)
    isOver = true
    await Promise.all(committing)
    const found: number[] = []
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const at = cursor === undefined ? {} : { cursor }
      const { results, next } = await opened.store.queries.results({ limit: 10_000, ...at })
      found.push(...results.map((each) => each.at))
      cursor = next
    }
    expect(found.sort()).toEqual(stored.sort())
  })
})
