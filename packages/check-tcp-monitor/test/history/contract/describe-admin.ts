import { describe, expect, it } from 'vitest'
import type { Store } from '../../../src/core/store/store.js'
import { recount } from '../recount.js'
import { DAY, DB, HOUR, incident, MINUTE, observation, START } from '../sample-history.js'
import { expectSummary, FOREVER, FULL, threeHours } from './contract-samples.js'
import { type OpenStore, useStore } from './use-store.js'

/** What every implementation of `StoreAdmin` does. */
export function describeAdmin(open: OpenStore): void {
  describe('admin', () => {
    const opened = useStore(open)

    it('purges each level by its own age, and answers from the coarser ones', async () => {
      const observations = Array.from({ length: 3 * 24 * 60 }, (_, minute) =>
        observation({ at: START + minute * MINUTE, responseMs: 10 + (minute % 100) }),
      )
      for (let index = 0; index < observations.length; index += 500) {
        await opened.store.commit({ observations: observations.slice(index, index + 500) })
      }
      const closed = incident({ id: 'old', closedAt: START + HOUR })
      await opened.store.commit({ observations: [], incidents: [closed, incident()] })
      const now = START + 3 * DAY
      const retention = { rawMs: 6 * HOUR, minuteMs: DAY, hourMs: 2 * DAY, incidentMs: DAY }
      const { deleted } = await opened.store.admin.purge(now, retention)
      expect(deleted).toBeGreaterThan(3_000)
      await opened.again()
      expect((await opened.store.queries.results({ limit: 10_000 })).results).toHaveLength(6 * 60)
      const all = { from: START, until: now }
      expect(await opened.store.queries.rollups({ checkId: 'db' }, 'minute', all)).toHaveLength(
        24 * 60,
      )
      expect(await opened.store.queries.rollups({ checkId: 'db' }, 'hour', all)).toHaveLength(48)
      expectSummary(
        await opened.store.queries.summary(DB, all),
        recount(observations.slice(24 * 60), all),
      )
      expect(await opened.store.queries.incident('old')).toBeUndefined()
      expect(await opened.store.queries.incident('inc-1')).toBeDefined()
      expect(await opened.store.admin.purge(now, retention)).toEqual({ deleted: 0 })
      expect(await opened.store.admin.purge(now, FOREVER)).toEqual({ deleted: 0 })
    })

    it('lets windows side by side add up where only minutes or hours are left of their edges', async () => {
      const observations = Array.from({ length: 2_000 }, (_, index) =>
        observation({ at: START + index * 7_001 }),
      )
      await opened.store.commit({ observations })
      await opened.store.commit({ observations: [observation({ at: START + DAY })] })
      for (const rawMs of [20 * HOUR, 23 * HOUR]) {
        const retention = { ...FOREVER, rawMs, minuteMs: 23 * HOUR }
        await opened.store.admin.purge(START + DAY, retention)
      }
      let counted = 0
      for (let from = START - 1; from < START + DAY; from += 1_234_567) {
        counted += (await opened.store.queries.summary(DB, { from, until: from + 1_234_567 })).good
      }
      expect(counted).toBe(2_001)
    })

    it('goes on committing while it purges', async () => {
      await opened.store.commit({
        observations: Array.from({ length: 20_000 }, (_, index) =>
          observation({ at: START + index * 100 }),
        ),
      })
      const purge = opened.store.admin.purge(START + DAY, { ...FOREVER, rawMs: HOUR })
      for (let index = 0; index < 50; index++) {
        await opened.store.commit({ observations: [observation({ at: START + DAY + index })] })
      }
      expect((await purge).deleted).toBe(20_000)
      expect((await opened.store.queries.results({ limit: 1_000 })).results).toHaveLength(50)
      expect(
        (await opened.store.queries.summary(DB, { from: START, until: START + 2 * DAY })).good,
      ).toBe(20_050)
    })

    it('exports everything and imports it, the second time without adding anything', async () => {
      const observations = [...threeHours(), FULL]
      for (let index = 0; index < observations.length; index += 100) {
        await opened.store.commit({ observations: observations.slice(index, index + 100) })
      }
      await opened.store.commit({ observations: [], incidents: [incident()] })
      const before = await everything(opened.store)
      await using target = await another(open)
      for (let round = 0; round < 2; round++) {
        let added = 0
        for (let index = 0; index < before.length; index += 300) {
          const records = before.slice(index, index + 300)
          added += (await target.store.admin.importRecords(records)).added
        }
        if (round === 1) expect(added).toBe(0)
      }
      const window = { from: START, until: START + DAY }
      for (const checkId of ['a', 'b', 'db']) {
        for (const location of ['here', 'there']) {
          const series = { checkId, location }
          expect(await target.store.queries.summary(series, window)).toEqual(
            await opened.store.queries.summary(series, window),
          )
        }
        for (const level of ['minute', 'hour'] as const) {
          expect(await target.store.queries.rollups({ checkId }, level, window)).toEqual(
            await opened.store.queries.rollups({ checkId }, level, window),
          )
        }
      }
      const kinds = (records: typeof before, kind: string) =>
        records.flatMap((record) => (record.kind === kind ? [JSON.stringify(record)] : [])).sort()
      const after = await everything(target.store)
      for (const kind of ['result', 'incident']) {
        expect(kinds(after, kind)).toEqual(kinds(before, kind))
      }
      // Counting goes on as ever.
      await target.store.commit({ observations: [observation({ checkId: 'a', at: START + 5 })] })
      const series = { checkId: 'a', location: 'here' }
      expect((await target.store.queries.summary(series, window)).good).toBe(
        (await opened.store.queries.summary(series, window)).good + 1,
      )
    })

    it('tells how it is', async () => {
      await opened.store.commit({ observations: [observation(), observation({ at: START + 1 })] })
      const health = await opened.store.admin.health()
      expect(health).toMatchObject({ ok: true, stored: 2, waiting: 0 })
      expect(health.bytes).toBeGreaterThan(100)
      expect(health.commitMs).toBeGreaterThanOrEqual(0)
    })
  })
}

async function everything(store: Store) {
  const records = []
  for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
    const found = await store.queries.exportPage({
      limit: 100,
      ...(cursor === undefined ? {} : { cursor }),
    })
    records.push(...found.records)
    cursor = found.next
  }
  return records
}

async function another(open: OpenStore) {
  const { store, dispose } = await open()
  return { store, [Symbol.asyncDispose]: dispose }
}
