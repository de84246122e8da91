import { expect, it } from 'vitest'
import { leasedStore } from '../../src/history/leased-store.js'
import { PostgresLeadership } from '../../src/history/postgres/lease/postgres-leadership.js'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { incident, observation, outboxEntry } from '../history/sample-history.js'
import { postgresTests } from '../support/postgres.js'
import { ACT_TABLE, expectNoTwoLeaders, expectOneLeader, LeaderProcess } from './leaders.js'

postgresTests('the lead of hubs', (server) => {
  /** A hub with a store of its own. */
  async function hub(url: string, name: string, lastsMs?: number) {
    const store = await PostgresStore.open({ url })
    const leadership = new PostgresLeadership((work) => store.inTransaction(work), name, lastsMs)
    return { store, leadership, [Symbol.asyncDispose]: () => store.close() }
  }

  it('is that of one hub, until it is released or not claimed again in time', async () => {
    const url = await server.freshUrl()
    await using a = await hub(url, 'a', 60_000)
    await using b = await hub(url, 'b', 300)
    expect(await a.leadership.leader()).toBeUndefined()
    expect(await a.leadership.claim()).toBe(1)
    expect(await b.leadership.claim()).toBeUndefined()
    expect(await a.leadership.claim()).toBe(1)
    expect(await b.leadership.leader()).toEqual({ name: 'a', token: 1 })
    await b.leadership.release()
    expect(await b.leadership.claim()).toBeUndefined()
    await a.leadership.release()
    expect(await b.leadership.leader()).toBeUndefined()
    expect(await b.leadership.claim()).toBe(2)
    await expect.poll(() => a.leadership.claim()).toBe(3)
    expect(await b.leadership.claim()).toBeUndefined()
  })

  it('refuses what a hub judges that no longer leads, and nothing else', async () => {
    const url = await server.freshUrl()
    await using a = await hub(url, 'a', 1)
    await using b = await hub(url, 'b', 60_000)
    const before = leasedStore(a.store, (await a.leadership.claim()) ?? 0)
    const claim = { channel: 'ops', token: 'a' }
    await before.commit({ observations: [], outbox: [outboxEntry()] })
    expect(await before.outbox.claim(claim, 10)).toHaveLength(1)
    await expect.poll(() => b.leadership.claim()).toBe(2)
    const fenced = { name: 'StoreError', code: 'STORE_FENCED' }
    const judged = before.commit({ observations: [], incidents: [incident()] })
    const heard = a.store.commit({ observations: [observation()], isRelayed: true })
    await expect(judged).rejects.toMatchObject(fenced)
    await heard
    const delivered = { kind: 'delivered', seqs: [1], at: 1 } as const
    await expect(before.outbox.settle(claim, delivered)).rejects.toMatchObject(fenced)
    await expect(before.outbox.claim(claim, 10)).rejects.toMatchObject(fenced)
    // The channels that it had claimed are free at once for the hub that leads.
    const after = leasedStore(b.store, 2)
    expect(await after.outbox.claim({ channel: 'ops', token: 'b' }, 10)).toHaveLength(1)
    await after.commit({ observations: [], incidents: [incident()] })
    const { openIncidents } = await b.store.queries.remembered()
    expect(openIncidents).toHaveLength(1)
    expect((await b.store.queries.results({})).results).toHaveLength(1)
  })

  it('goes to another when its hub stands still within a transaction, whose late write is refused', async () => {
    const url = await server.freshUrl()
    await PostgresStore.open({ url }).then((store) => store.close())
    await server.query(url, ACT_TABLE)
    await using a = new LeaderProcess(url, 'a', 2_000)
    await a.says('acted', 3)
    await using b = new LeaderProcess(url, 'b', 2_000)
    await b.says('ready')
    await a.stopWithin()
    const acts = await server.query(url, 'SELECT id FROM act')
    await b.says('acted', 3)
    a.signal('SIGCONT')
    await a.says('refused')
    await a.says('late')
    await a.says('lost')
    const late = a.lines.filter((line) => line.startsWith('late'))
    expect(new Set(late)).toEqual(new Set(['late 1 STORE_FENCED']))
    const rows = await server.query(url, 'SELECT token, name FROM act ORDER BY id')
    expect(rows.filter(({ name }) => name === 'a')).toHaveLength(acts.length)
    expectOneLeader(rows.map(({ token, name }) => ({ token: Number(token), name: String(name) })))
  })

  it('is never that of two, whatever befalls the one that has it', async () => {
    const { takeovers } = await expectNoTwoLeaders({ ...server, rounds: 4, seed: 17 })
    expect(takeovers).toBeGreaterThanOrEqual(4)
  })
})
