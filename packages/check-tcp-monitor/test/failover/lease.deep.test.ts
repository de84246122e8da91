import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { postgresTests } from '../support/postgres.js'
import { ACT_TABLE, expectNoTwoLeaders, LeaderProcess } from './leaders.js'

const ROUNDS = Number(process.env.CHECK_TCP_LEASE_ROUNDS ?? 40)
const SEED = Number(process.env.CHECK_TCP_LEASE_SEED ?? 1)

postgresTests('the lead of hubs, for long', (server) => {
  it(`is never that of two in ${ROUNDS} rounds (seed ${SEED})`, async () => {
    const figures = await expectNoTwoLeaders({ ...server, rounds: ROUNDS, seed: SEED })
    console.log(`lease: ${JSON.stringify(figures)}`)
    expect(figures.takeovers).toBeGreaterThanOrEqual(ROUNDS)
  })

  it('is taken over while its hub stands still for 30 s within a transaction', async () => {
    const url = await server.freshUrl()
    await PostgresStore.open({ url }).then((store) => store.close())
    await server.query(url, ACT_TABLE)
    await using a = new LeaderProcess(url, 'a', 7_000)
    await a.says('acted', 3)
    await using b = new LeaderProcess(url, 'b', 7_000)
    await b.says('ready')
    await a.stopWithin()
    const start = performance.now()
    await b.says('leads')
    console.log(`lease: taken over after ${Math.round(performance.now() - start)} ms`)
    await pause(30_000 - (performance.now() - start))
    const before = await server.query(url, "SELECT id FROM act WHERE name = 'a'")
    a.signal('SIGCONT')
    await a.says('lost')
    expect(a.lines).toContain('late 1 STORE_FENCED')
    const after = await server.query(url, "SELECT id FROM act WHERE name = 'a'")
    expect(after).toHaveLength(before.length)
  })
})
