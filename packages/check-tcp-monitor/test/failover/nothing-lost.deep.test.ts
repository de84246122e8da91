import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { seededRandom } from '../../../check-tcp/test/support/seeded-random.js'
import type { HistoryQueries } from '../../src/core/store/history-queries.js'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { postgresTests } from '../support/postgres.js'
import { TwoHubs } from './two-hubs.js'

const KILLS = Number(process.env.CHECK_TCP_FLEET_KILLS ?? 30)
const CHECKS = Number(process.env.CHECK_TCP_FLEET_CHECKS ?? 200)
const SEED = Number(process.env.CHECK_TCP_FLEET_SEED ?? 1)

/** Of every result its check and time, in their order. */
async function allBefore(queries: HistoryQueries, until: number): Promise<readonly string[]> {
  const found: string[] = []
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const at = cursor === undefined ? {} : { cursor }
    const { results, next } = await queries.results({ until, limit: 10_000, ...at })
    for (const each of results) found.push(`${each.checkId} ${each.at}`)
    cursor = next
  }
  return found.sort()
}

postgresTests('a fleet of two hubs under load', (server) => {
  it(`has every result of its agent once after ${KILLS} kills of agent, hub and PostgreSQL (seed ${SEED})`, async () => {
    const random = seededRandom(SEED)
    const url = await server.freshUrl()
    await using hubs = await TwoHubs.create(url, CHECKS - 1)
    const running = { a: await hubs.start('a'), b: await hubs.start('b') }
    await hubs.startAgent(running.a)
    await hubs.believes(running.a, 'up')
    const start = performance.now()
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(random() * 4_000)
      const which = random() * 4
      if (which < 1) await hubs.restartAgent()
      else if (which < 2) {
        await server.server.kill()
        await pause(random() * 2_000)
        await server.server.start()
      } else {
        const name = which < 3 ? 'a' : 'b'
        running[name].monitor.signal('SIGKILL')
        await running[name].monitor.ended()
        await pause(random() * 2_000)
        running[name] = await hubs.start(name)
      }
    }
    const seconds = (performance.now() - start) / 1_000
    const until = Date.now()
    // What was made by then is on the agent's disk.
    await pause(5_000)
    const agent = hubs.agentHistory()
    const store = await PostgresStore.open({ url })
    const made = await allBefore(agent.queries, until)
    await expect
      .poll(async () => (await allBefore(store.queries, until)).length, { timeout: 300_000 })
      .toBeGreaterThanOrEqual(made.length)
    const stored = await allBefore(store.queries, until)
    await agent.close()
    await store.close()
    console.log(
      `fleet: ${made.length} results, ${Math.round(made.length / seconds)} a second, ${KILLS} kills`,
    )
    expect(new Set(stored).size).toBe(stored.length)
    expect(stored).toEqual(made)
  })
})
