import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { CutWay } from '../support/cut-way.js'
import { incidentOf } from '../support/notices.js'
import { postgresTests } from '../support/postgres.js'
import { TwoHubs } from './two-hubs.js'

postgresTests('hubs whose PostgreSQL was away', (server) => {
  it('tell the end of what one of them announced, at once and once, though the other leads by now', async () => {
    const url = await server.freshUrl()
    await using hubs = await TwoHubs.create(url)
    const file = join(hubs.folderOf('b'), 'check-tcp-history', 'alarm.json')
    mkdirSync(dirname(file))
    const since = Date.now() - 58_000
    const incident = {
      ...incidentOf({ subject: 'monitor', subjectId: 'history' }),
      ...{ since, openedAt: since },
    }
    writeFileSync(file, JSON.stringify({ incident, notified: ['hook'], maybeNotified: [] }))
    const a = await hubs.start('a')
    const b = await hubs.start('b')
    expect(b.monitor.lines.at(-1)).toMatchObject({ msg: 'this hub stands by' })
    await expect.poll(() => hubs.notices('history')).toMatchObject([{ kind: 'resolved' }])
    await expect.poll(() => readFileSync(file, 'utf8').trim()).toBe('null')
    // A send that is cut off is made again: that one is over.
    await expect.poll(() => server.query(url, 'SELECT seq FROM outbox')).toEqual([])
    const again = b.monitor.lines.length
    a.monitor.signal('SIGKILL')
    await b.monitor.says('this hub leads', again)
    await expect.poll(() => server.query(url, 'SELECT seq FROM outbox')).toEqual([])
    expect(hubs.notices('history')).toHaveLength(1)
  })

  it('are not ready as soon as it is gone, and are again as soon as it is back', async () => {
    const url = await server.freshUrl()
    await using way = await CutWay.to(server.server.port)
    const otherWay = url.replace(`:${server.server.port}/`, `:${way.port}/`)
    await using hubs = await TwoHubs.create(url, 0, otherWay)
    const a = await hubs.start('a')
    await hubs.startAgent(a)
    await hubs.believes(a, 'up')
    const readiness = async () => (await hubs.ask(a.url, '/readyz')).status
    expect(await readiness()).toBe(200)
    way.cut()
    await expect.poll(readiness).toBe(503)
    way.mend()
    await expect.poll(readiness).toBe(200)
    await hubs.target.close()
    await hubs.believes(a, 'down')
    for (const subject of ['agents', 'fra', 'history']) expect(hubs.notices(subject)).toEqual([])
  })
})
