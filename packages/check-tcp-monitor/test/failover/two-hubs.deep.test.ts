import { expect, it } from 'vitest'
import { seededRandom } from '../../../check-tcp/test/support/seeded-random.js'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { postgresTests } from '../support/postgres.js'
import { TwoHubs } from './two-hubs.js'

const ROUNDS = Number(process.env.CHECK_TCP_HUB_ROUNDS ?? 10)
const SEED = Number(process.env.CHECK_TCP_HUB_SEED ?? 1)

postgresTests('two hubs over one PostgreSQL, for long', (server) => {
  it(`tell of each outage once in ${ROUNDS} rounds of kills (seed ${SEED})`, async () => {
    const random = seededRandom(SEED)
    const url = await server.freshUrl()
    await using hubs = await TwoHubs.create(url)
    let leader = await hubs.start('a')
    let other = await hubs.start('b')
    await hubs.startAgent(leader)
    await hubs.believes(leader, 'up')
    for (let round = 0; round < ROUNDS; round++) {
      const isDown = round % 2 === 0
      if (isDown) await hubs.target.close()
      else await hubs.target.open()
      // Somewhere between before it is noticed and after it was told.
      await new Promise((resolve) => setTimeout(resolve, random() * 6_000))
      if (random() < 0.3) {
        await server.server.kill()
        await server.server.start()
      } else {
        const from = other.monitor.lines.length
        leader.monitor.signal('SIGKILL')
        await leader.monitor.ended()
        await other.monitor.says('this hub leads', from)
        const { name } = leader
        leader = other
        other = await hubs.start(name)
      }
      await hubs.believes(leader, isDown ? 'down' : 'up')
    }
    if (ROUNDS % 2 === 1) await hubs.target.open()
    await hubs.believes(leader, 'up')
    await expect.poll(() => server.query(url, 'SELECT seq FROM outbox')).toEqual([])
    const store = await PostgresStore.open({ url })
    const { incidents } = await store.queries.incidents({ subject: 'check', limit: 1_000 })
    await store.close()
    const told = hubs.messages()
    console.log(
      `hubs: ${incidents.length} incidents, ${told.size} notices in ${hubs.notices().length} sends`,
    )
    expect(incidents.filter(({ closedAt }) => closedAt === undefined)).toEqual([])
    const wanted = incidents.flatMap(({ id }) => [`${id} opened`, `${id} resolved`])
    expect([...told.keys()].sort()).toEqual(wanted.sort())
    expect([...told].filter(([, messages]) => messages !== 1)).toEqual([])
  })
})
