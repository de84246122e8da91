import { expect, it } from 'vitest'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { CutWay } from '../support/cut-way.js'
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
        json: {
          type: 'urn:check-tcp:problem:standing_by',
          detail: expect.stringMatching(/^ask the hub that leads, .+, process \d+; /),
        },
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

  it('judge by what an agent says to the one that stands by', async () => {
    const url = await server.freshUrl()
    await using hubs = await TwoHubs.create(url)
    const a = await hubs.start('a')
    await hubs.start('b')
    await hubs.startAgent(a)
    await hubs.believes(a, 'up')
    await hubs.moveAgent('b')
    await expect.poll(() => server.query(url, 'SELECT * FROM heard_vote')).toHaveLength(1)
    // What the one that leads asks the agent for comes to it all the same.
    const asked = { host: '127.0.0.1', port: hubs.target.number }
    const path = '/api/v1/locations/fra/check'
    await expect
      .poll(() => hubs.ask(a.url, path, 'POST', asked))
      .toMatchObject({ status: 200, json: { result: { status: 'success' } } })
    await hubs.target.close()
    await hubs.believes(a, 'down')
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened'])
    await hubs.target.open()
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
    expect(await hubs.ask(a.url, '/api/v1/locations')).toMatchObject({
      json: { locations: [{ location: 'fra', state: 'joined', seen_at: expect.any(String) }] },
    })
  })

  it('take over from one that stands still, which then stands by and has said nothing twice', async () => {
    const url = await server.freshUrl()
    await using hubs = await TwoHubs.create(url)
    const a = await hubs.start('a')
    const b = await hubs.start('b')
    await hubs.startAgent(a)
    await hubs.believes(a, 'up')
    await hubs.target.close()
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened'])
    await expect.poll(() => server.query(url, 'SELECT seq FROM outbox')).toEqual([])
    a.monitor.signal('SIGSTOP')
    await b.monitor.says('this hub leads')
    await hubs.believes(b, 'down')
    await hubs.target.open()
    await hubs.believes(b, 'up')
    const before = a.monitor.lines.length
    a.monitor.signal('SIGCONT')
    await a.monitor.says('this hub stands by', before)
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
    expect(a.monitor.lines.slice(before)).toContainEqual(
      expect.objectContaining({
        ...{ level: 'warn', msg: 'this hub has lost the lead: another one has it' },
        leader: expect.stringContaining('process'),
      }),
    )
    // One that is told to stop lets the other lead at once, whose port stays open meanwhile.
    const stopped = b.monitor.stop()
    const leads = a.monitor.says('this hub leads', before)
    const state = { isOver: false }
    leads.finally(() => {
      state.isOver = true
    })
    const statuses = new Set<number>()
    while (!state.isOver) statuses.add((await hubs.ask(a.url, '/healthz')).status)
    await leads
    expect([...statuses]).toEqual([200])
    expect(await stopped).toBe(0)
    await hubs.believes(a, 'up')
    expect(hubs.notices()).toHaveLength(2)
  })

  it('go on where the one that leads is cut off from the database, and it stands by afterwards', async () => {
    const url = await server.freshUrl()
    await using way = await CutWay.to(server.server.port)
    const otherWay = url.replace(`:${server.server.port}/`, `:${way.port}/`)
    await using hubs = await TwoHubs.create(url, 0, otherWay)
    const a = await hubs.start('a')
    const b = await hubs.start('b')
    await hubs.startAgent(a)
    await hubs.believes(a, 'up')
    way.cut()
    await b.monitor.says('this hub leads')
    await hubs.target.close()
    await hubs.believes(b, 'down')
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened'])
    const before = a.monitor.lines.length
    way.mend()
    await a.monitor.says('this hub stands by', before)
    await hubs.target.open()
    await expect.poll(() => hubs.notices().map(({ kind }) => kind)).toEqual(['opened', 'resolved'])
  })
})
