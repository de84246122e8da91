import { describe, expect, it } from 'vitest'
import { KEPT_ENTRIES } from '../../../src/core/store/kept-entries.js'
import type { Store } from '../../../src/core/store/store.js'
import type { IncidentEntry } from '../../../src/core/wire/incident-entry.js'
import { DAY, entry, evidence, incident, outboxEntry, START } from '../sample-history.js'
import { FOREVER } from './contract-samples.js'
import { type OpenStore, useStore } from './use-store.js'

const { others, evidence: looks } = KEPT_ENTRIES

/** What every store does with what is kept with an incident. */
export function describeEntries(open: OpenStore): void {
  describe('entries of incidents', () => {
    const opened = useStore(open)

    it('are kept with their incident, numbered in their order, whatever is in them', async () => {
      const hostile = 'a \u001b[2J banner \0 " \u202e ü'
      const found = evidence({ lines: [hostile], reason: hostile })
      await opened.store.commit({
        observations: [],
        incidents: [incident(), incident({ id: 'inc-2', subjectId: 'web' })],
        entries: [
          entry({ kind: 'suppressed', suppressedBy: 'dependency' }),
          { ...entry(), incidentId: 'inc-2' },
        ],
      })
      await opened.store.commit({
        observations: [],
        entries: [entry({ kind: 'evidence', evidence: found }), entry({ error: hostile })],
      })
      const { queries } = await opened.again()
      expect(await queries.incidentEntries('inc-1')).toEqual([
        { number: 1, ...entry({ kind: 'suppressed', suppressedBy: 'dependency' }) },
        { number: 2, ...entry({ kind: 'evidence', evidence: found }) },
        { number: 3, ...entry({ error: hostile }) },
      ])
      expect(await queries.incidentEntries('inc-2')).toMatchObject([{ number: 1 }])
    })

    it('are left out where their incident is not there, and the rest of the batch is stored', async () => {
      await opened.store.commit({
        observations: [],
        incidents: [incident({ id: 'inc-2' })],
        entries: [entry()],
      })
      const { queries } = await opened.again()
      expect(await queries.incidentEntries('inc-1')).toEqual([])
      expect(await queries.incident('inc-2')).toBeDefined()
    })

    it('tell of a delivery in the transaction that marks it', async () => {
      await opened.store.commit({
        observations: [],
        incidents: [incident()],
        outbox: [outboxEntry()],
      })
      const ops = { channel: 'ops', token: 'one' }
      await opened.store.outbox.claim(ops, 10)
      const delivered = { kind: 'delivered', seqs: [1], at: START + 9 } as const
      const sent = entry({ kind: 'sent', channel: 'ops', notice: 'opened', at: START + 9 })
      const late = opened.store.outbox.settle(
        { ...ops, token: 'two' },
        { ...delivered, entries: [sent] },
      )
      await expect(late).rejects.toMatchObject({ code: 'STORE_CLAIMED' })
      await opened.store.outbox.settle(ops, { ...delivered, entries: [sent] })
      const { queries } = await opened.again()
      expect(await queries.incidentEntries('inc-1')).toEqual([{ number: 1, ...sent }])
      expect((await queries.remembered()).outbox).toEqual([])
    })

    it('stay few: the first and the newest ones are kept, and their numbers tell of the others', async () => {
      await opened.store.commit({ observations: [], incidents: [incident()] })
      const count = others.first + others.newest + 57
      const all = Array.from({ length: count }, (_, at) => entry({ at: START + at }))
      for (let from = 0; from < count; from += 50) {
        await opened.store.commit({ observations: [], entries: all.slice(from, from + 50) })
      }
      const kept = await numbersOf(opened.store)
      const newest = Array.from(
        { length: others.newest },
        (_, at) => count - others.newest + 1 + at,
      )
      expect(kept).toEqual([...Array.from({ length: others.first }, (_, at) => at + 1), ...newest])
    })

    it('keep the first and the newest evidence, however much comes beside', async () => {
      await opened.store.commit({ observations: [], incidents: [incident()] })
      const look = entry({ kind: 'evidence', evidence: evidence() })
      const count = looks.first + looks.newest + 3
      for (let each = 0; each < count; each++) {
        await opened.store.commit({ observations: [], entries: [look, entry()] })
      }
      const kept = (await opened.store.queries.incidentEntries('inc-1'))
        .filter(({ entry: { kind } }) => kind === 'evidence')
        .map(({ number }) => (number + 1) / 2)
      const newest = Array.from({ length: looks.newest }, (_, at) => count - looks.newest + 1 + at)
      expect(kept).toEqual([1, ...newest])
    })

    it('go with their incident', async () => {
      const closed = incident({ closedAt: START + 5 })
      await opened.store.commit({ observations: [], incidents: [closed], entries: [entry()] })
      await opened.store.admin.purge(START + DAY, { ...FOREVER, incidentMs: DAY })
      expect(await numbersOf(opened.store)).toEqual([1])
      const { deleted } = await opened.store.admin.purge(START + 2 * DAY, {
        ...FOREVER,
        incidentMs: DAY,
      })
      expect(deleted).toBe(1)
      await opened.store.commit({ observations: [], incidents: [closed] })
      expect(await numbersOf(opened.store)).toEqual([])
    })

    it('are exported behind their incidents, and imported once', async () => {
      const ids = Array.from({ length: 30 }, (_, at) => `inc-${at}`)
      await opened.store.commit({
        observations: [],
        incidents: ids.map((id, at) =>
          incident({ id, subjectId: id, openedAt: START + Math.floor(at / 2) }),
        ),
        entries: ids.flatMap((id) => [
          { ...entry(), incidentId: id },
          { ...entry({ kind: 'evidence', evidence: evidence() }), incidentId: id },
        ]),
      })
      const records = await exported(opened.store, {})
      const entries = records.filter(({ kind }) => kind === 'incident_entry')
      expect(entries).toHaveLength(60)
      expect(records.slice(-60)).toEqual(entries)
      const some = await exported(opened.store, { from: START + 3, until: START + 5 })
      expect(some.filter(({ kind }) => kind === 'incident_entry')).toHaveLength(8)
      const { store: target, dispose } = await open()
      try {
        const orphans = entries.slice(0, 3)
        expect(await target.admin.importRecords(orphans)).toEqual({ added: 0, present: 3 })
        expect((await target.admin.importRecords(records)).added).toBe(90)
        expect((await target.admin.importRecords(records)).added).toBe(0)
        expect(await target.queries.incidentEntries('inc-7')).toEqual(
          await opened.store.queries.incidentEntries('inc-7'),
        )
      } finally {
        await dispose()
      }
    })
  })
}

async function numbersOf(store: Store): Promise<readonly number[]> {
  return (await store.queries.incidentEntries('inc-1')).map(({ number }: IncidentEntry) => number)
}

async function exported(store: Store, window: { from?: number; until?: number }) {
  const records = []
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const found = await store.queries.exportPage({
      ...{ ...window, limit: 7 },
      ...(cursor === undefined ? {} : { cursor }),
    })
    records.push(...found.records)
    cursor = found.next
  }
  return records
}
