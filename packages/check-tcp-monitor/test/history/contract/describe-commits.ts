import { describe, expect, it } from 'vitest'
import { HOUR, incident, notice, observation, outboxEntry, START } from '../sample-history.js'
import { FOREVER } from './contract-samples.js'
import { type OpenStore, useStore } from './use-store.js'

/** What every implementation of `Commits` does. */
export function describeCommits(open: OpenStore): void {
  describe('commits', () => {
    const opened = useStore(open)

    it('remembers states, open incidents, silences and what is still to be delivered', async () => {
      const key = { kind: 'check', id: 'db', location: 'here' } as const
      const open = incident()
      const closed = incident({ id: 'inc-0', closedAt: START + 5, closedBecause: 'up' })
      const silence = { id: 's1', matches: 'tag:core', from: START, until: START + 9, by: 'ann' }
      const maintenance = { ...silence, id: 'm1', matches: '*', note: 'new disks' }
      await opened.store.commit({
        observations: [],
        states: [
          { ...key, state: { verdict: 'down', since: [1, 2] } },
          { ...key, id: 'gone', state: 1 },
        ],
        incidents: [open, closed],
        silences: [silence],
        maintenance: [maintenance],
        outbox: [outboxEntry(), outboxEntry({ channel: 'mail', notBefore: START + 7 })],
      })
      await opened.store.commit({
        observations: [],
        states: [{ ...key, id: 'gone', state: undefined }],
      })
      expect(await (await opened.again()).queries.remembered()).toEqual({
        states: [{ ...key, state: { verdict: 'down', since: [1, 2] } }],
        openIncidents: [open],
        silences: [silence],
        maintenance: [maintenance],
        outbox: [
          { seq: 1, channel: 'ops', group: 'g', notice: notice(), notBefore: START, tries: 0 },
          { seq: 2, channel: 'mail', group: 'g', notice: notice(), notBefore: START + 7, tries: 0 },
        ],
      })
    })

    it('rejects a batch whole that would open a second incident of one subject, and only that batch', async () => {
      await opened.store.commit({ observations: [], incidents: [incident()] })
      const bad = opened.store.commit({
        observations: [observation()],
        states: [{ kind: 'check', id: 'db', location: 'here', state: 'wrong' }],
        incidents: [incident({ id: 'inc-2' })],
        outbox: [outboxEntry()],
      })
      const others = [1, 2, 3].map((more) =>
        opened.store.commit({ observations: [observation({ at: START + more })] }),
      )
      await expect(bad).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_FAILED' })
      await Promise.all(others)
      await opened.again()
      expect((await opened.store.queries.results({})).results).toHaveLength(3)
      expect(await opened.store.queries.remembered()).toMatchObject({
        states: [],
        openIncidents: [{ id: 'inc-1' }],
        outbox: [],
      })
    })

    it('keeps what people wrote about an incident, in its order', async () => {
      const note = { at: START + 1, by: 'ann', text: 'on "it"\n<b>', public: false }
      const notes = [note, { ...note, at: START + 2, public: true }]
      await opened.store.commit({ observations: [], incidents: [incident({ notes: [note] })] })
      const closed = incident({ closedAt: START + 5, closedBecause: 'up', notes })
      await opened.store.commit({ observations: [], incidents: [closed] })
      await opened.again()
      expect(await opened.store.queries.incident('inc-1')).toEqual(closed)
    })

    it('keeps states and open incidents of each location apart', async () => {
      const key = { kind: 'check', id: 'db' } as const
      const there = incident({ id: 'inc-2', location: 'there' })
      await opened.store.commit({
        observations: [],
        incidents: [incident(), there],
        states: [
          { ...key, location: 'here', state: 'down' },
          { ...key, location: 'there', state: 'up' },
          { kind: 'notification', id: 'db', location: 'here', state: 'told' },
        ],
      })
      await opened.store.commit({
        observations: [],
        incidents: [incident({ closedAt: START + HOUR })],
        states: [{ ...key, location: 'here', state: undefined }],
      })
      const { states, openIncidents } = await (await opened.again()).queries.remembered()
      expect(openIncidents).toEqual([there])
      expect(states).toEqual([
        { ...key, location: 'there', state: 'up' },
        { kind: 'notification', id: 'db', location: 'here', state: 'told' },
      ])
    })

    it('closes one incident and opens the next of the same subject in one batch, in whatever order', async () => {
      await opened.store.commit({ observations: [], incidents: [incident()] })
      await opened.store.commit({
        observations: [],
        incidents: [
          incident({ id: 'inc-2', openedAt: START + 9 }),
          incident({ closedAt: START + 8 }),
        ],
      })
      expect((await opened.store.queries.remembered()).openIncidents.map(({ id }) => id)).toEqual([
        'inc-2',
      ])
    })

    it('has everything on disk that was committed before it was closed, and takes nothing after', async () => {
      const commits = Array.from({ length: 100 }, (_, index) =>
        opened.store.commit({ observations: [observation({ at: START + index })] }),
      )
      const closing = opened.store.close()
      await Promise.all(commits)
      await closing
      const late = [
        opened.store.commit({ observations: [] }),
        opened.store.queries.results({}),
        opened.store.admin.health(),
        opened.store.admin.purge(START, FOREVER),
      ]
      for (const call of late) await expect(call).rejects.toMatchObject({ code: 'STORE_CLOSED' })
      if (opened.outlivesClosing) {
        expect(
          (await (await opened.again()).queries.results({ limit: 1_000 })).results,
        ).toHaveLength(100)
      }
    })

    it('stores a batch once that is delivered again, whatever came in between', async () => {
      const from = (cursor: number, source = 'fra/1') => ({
        observations: [observation({ at: START + cursor, location: source })],
        outbox: [outboxEntry()],
        origin: { source, cursor },
      })
      await opened.store.commit(from(1))
      await opened.store.commit(from(1))
      await Promise.all(
        [from(2), from(2), from(3), from(1, 'nyc/1')].map((batch) => opened.store.commit(batch)),
      )
      await opened.again()
      await opened.store.commit(from(2))
      await opened.store.commit(from(1, 'nyc/2'))
      const { results } = await opened.store.queries.results({})
      const found = results.map(({ at, location }) => `${location} ${at - START}`).sort()
      expect(found).toEqual(['fra/1 1', 'fra/1 2', 'fra/1 3', 'nyc/1 1', 'nyc/2 1'])
      expect((await opened.store.queries.remembered()).outbox).toHaveLength(5)
      const window = { from: START, until: START + HOUR }
      const series = { checkId: 'db', location: 'fra/1' }
      expect(await opened.store.queries.summary(series, window)).toMatchObject({ good: 3 })
    })

    it('rejects a batch that says after which one it comes where something else was stored, and only that batch', async () => {
      const from = (cursor: number, after: number) => ({
        observations: [observation({ at: START + cursor })],
        origin: { source: 'fra/1', cursor, after },
      })
      await opened.store.commit(from(10, 0))
      await opened.store.commit(from(20, 10))
      const outrun = opened.store.commit(from(30, 10))
      const other = opened.store.commit({ observations: [observation()] })
      await expect(outrun).rejects.toMatchObject({ name: 'StoreError', code: 'STORE_OUTRUN' })
      await other
      await opened.again()
      // As before: stored once, whoever delivers it again.
      await opened.store.commit(from(20, 10))
      await expect(opened.store.commit(from(25, 0))).rejects.toMatchObject({ code: 'STORE_OUTRUN' })
      await opened.store.commit(from(30, 20))
      const { results } = await opened.store.queries.results({})
      expect(results.map(({ at }) => at - START)).toEqual([30, 20, 10, 0])
    })

    it('counts a batch as delivered only once it is stored', async () => {
      const origin = { source: 'fra/1', cursor: 1 }
      await opened.store.commit({ observations: [], incidents: [incident()] })
      const bad = { observations: [], incidents: [incident({ id: 'inc-2' })], origin }
      await expect(opened.store.commit(bad)).rejects.toMatchObject({ code: 'STORE_FAILED' })
      await opened.store.commit({ observations: [observation()], origin })
      expect((await opened.store.queries.results({})).results).toHaveLength(1)
    })
  })
}
