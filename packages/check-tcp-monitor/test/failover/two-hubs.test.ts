import { expect, it } from 'vitest'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { postgresTests } from '../support/postgres.js'
import { TwoHubs } from './two-hubs.js'

postgresTests('two hubs over one PostgreSQL', (server) => {
  it('open, close and notify of an outage once, though the one that leads is killed in it', async () => {
    const url = await server.freshUrl()
    await using hubs = await TwoHubs.create(url)
    const a = await hubs.start('a')
    const b = await hubs.start('b')
    expect(a.monitor.lines.at(-1)).toMatchObject({ msg: 'this hub leads' })
    expect(b.monitor.lines.at(-1)).toMatchObject({ msg: 'this hub stands by' })
    expect(await hubs.ask(a.url, '/readyz')).toMatchObject({ status: 200 })
    expect(await hubs.ask(b.url, '/healthz')).toMatchObject({ status: 200 })
    for (const path of ['/readyz', '/api/v1/checks', '/api/v1/status']) {
      expect(await hubs.ask(b.url, path)).toMatchObject({
        status: 503,
        json: { type: 'urn:check-tcp:problem:standing_by' },
      })
    }
    await hubs.startAgent(a)
    await hubs.believes(a, 'up')
    await hubs.target.close()
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened'])
    // A send that is cut off is made again: that one is over.
    await expect.poll(() => server.query(url, 'SELECT seq FROM outbox')).toEqual([])
    a.monitor.signal('SIGKILL')
    await b.monitor.says('this hub leads')
    await hubs.believes(b, 'down')
    const again = await hubs.start('a')
    expect(again.monitor.lines.at(-1)).toMatchObject({ msg: 'this hub stands by' })
    await hubs.target.open()
    await hubs.believes(b, 'up')
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
    const store = await PostgresStore.open({ url })
    const { incidents } = await store.queries.incidents({ subject: 'check' })
    const results: number[] = []
    for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
      const at = cursor === undefined ? {} : { cursor }
      const found = await store.queries.results({ limit: 1_000, ...at })
      results.push(...found.results.map((each) => each.at))
      cursor = found.next
    }
    await store.close()
    expect(incidents).toMatchObject([{ subjectId: 'web', closedBecause: 'up' }])
    expect(new Set(hubs.notices().map(({ incident }) => incident.id))).toEqual(
      new Set(incidents.map(({ id }) => id)),
    )
    expect(new Set(results).size).toBe(results.length)
  })
})
