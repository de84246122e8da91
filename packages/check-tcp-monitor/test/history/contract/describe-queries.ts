import { describe, expect, it } from 'vitest'
import type { IncidentQuery } from '../../../src/core/store/history-queries.js'
import type { Observation } from '../../../src/core/wire/observation.js'
import { badObservation, DAY, HOUR, incident, observation, START } from '../sample-history.js'
import { FULL } from './contract-samples.js'
import { type OpenStore, useStore } from './use-store.js'

/** How every implementation of `HistoryQueries` finds single records. */
export function describeQueries(open: OpenStore): void {
  describe('queries', () => {
    const opened = useStore(open)

    it('gives back every field of a result as it was stored', async () => {
      const sparse = observation({ at: START + 2 })
      await opened.store.commit({ observations: [FULL, sparse] })
      const { results, next } = await (await opened.again()).queries.results({ checkId: 'db' })
      expect(results).toEqual([sparse, FULL])
      expect(next).toBeUndefined()
    })

    it('pages through results of one millisecond and of several without loss or repetition', async () => {
      const observations = Array.from({ length: 50 }, (_, index) =>
        observation({ checkId: `c${index % 3}`, at: START + Math.floor(index / 20), dnsMs: index }),
      )
      await opened.store.commit({ observations })
      for (const checkId of [undefined, 'c1']) {
        const seen: Observation[] = []
        for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
          const found = await opened.store.queries.results({
            limit: 7,
            ...(checkId === undefined ? {} : { checkId }),
            ...(cursor === undefined ? {} : { cursor }),
          })
          expect(found.results.length).toBeLessThanOrEqual(7)
          seen.push(...found.results)
          cursor = found.next
        }
        const wanted = observations.filter((each) => (checkId ?? each.checkId) === each.checkId)
        expect(seen.map(({ dnsMs }) => dnsMs).sort()).toEqual(
          wanted.map(({ dnsMs }) => dnsMs).sort(),
        )
        const times = seen.map(({ at }) => at)
        expect(times).toEqual([...times].sort((a, b) => b - a))
      }
    })

    it('gives those first that were made last, also after the wall clock was set back, page by page', async () => {
      // Forward by an hour and back to where it was, then back by another: as made.
      const jumps = [0, HOUR, 0, -HOUR]
      const made = jumps.flatMap((jump, round) =>
        Array.from({ length: 10 }, (_, index) =>
          observation({
            checkId: `c${index % 2}`,
            at: START + jump + Math.floor(index / 3) * 1_000,
            dnsMs: round * 10 + index,
          }),
        ),
      )
      for (const each of made) await opened.store.commit({ observations: [each] })
      await opened.again()
      await opened.store.commit({ observations: [observation({ at: START - DAY, dnsMs: 40 })] })
      const seen: number[] = []
      for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
        const found = await opened.store.queries.results({
          limit: 7,
          ...(cursor === undefined ? {} : { cursor }),
        })
        seen.push(...found.results.map(({ dnsMs }) => dnsMs ?? -1))
        cursor = found.next
      }
      expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 41 }, (_, n) => n))
      const rounds = seen.map((n) => Math.floor(n / 10))
      expect(rounds).toEqual([...rounds].sort((a, b) => b - a))
      const { results } = await opened.store.queries.results({ checkId: 'c1', limit: 1 })
      expect(results).toMatchObject([{ dnsMs: 39 }])
      const window = { from: START, until: START + HOUR }
      const ofWindow = await opened.store.queries.results({ ...window, limit: 100 })
      expect(ofWindow.results).toHaveLength(20)
    })

    it('gives results of a window, the end excluded', async () => {
      await opened.store.commit({
        observations: [0, 1, 2, 3].map((more) => observation({ at: START + more })),
      })
      const { results } = await opened.store.queries.results({ from: START + 1, until: START + 3 })
      expect(results.map(({ at }) => at)).toEqual([START + 2, START + 1])
    })

    it('keeps several results of one check in one millisecond', async () => {
      await opened.store.commit({ observations: [observation(), observation(), badObservation()] })
      expect((await opened.store.queries.results({})).results).toHaveLength(3)
    })

    it('gives of a check what one location saw, or all', async () => {
      const locations = ['here', 'there', 'here']
      await opened.store.commit({
        observations: locations.map((location, index) =>
          observation({ location, at: START + index }),
        ),
      })
      const { queries } = await opened.again()
      const window = { from: START, until: START + HOUR }
      for (const [location, good] of [
        ['here', 2],
        ['there', 1],
        ['nowhere', 0],
      ] as const) {
        const series = { checkId: 'db', location }
        expect((await queries.results(series)).results).toHaveLength(good)
        const rollups = await queries.rollups(series, 'minute', window)
        expect(rollups.map((each) => [each.location, each.good])).toEqual(
          good === 0 ? [] : [[location, good]],
        )
        expect(await queries.summary(series, window)).toMatchObject({ good })
      }
      expect((await queries.results({ checkId: 'db' })).results).toHaveLength(3)
    })

    it('finds incidents by id, by subject, by whether they are open and by the time in which they were', async () => {
      const first = incident({ id: 'a', openedAt: START, closedAt: START + HOUR })
      const second = incident({ id: 'b', openedAt: START + 2 * HOUR })
      const other = incident({
        id: 'c',
        subjectId: 'web',
        location: 'there',
        openedAt: START + 3 * HOUR,
      })
      await opened.store.commit({ observations: [], incidents: [first, second, other] })
      const ids = async (query: IncidentQuery) =>
        (await opened.store.queries.incidents(query)).incidents.map(({ id }) => id)
      expect(await ids({})).toEqual(['c', 'b', 'a'])
      expect(await ids({ limit: 1 })).toEqual(['c'])
      expect(await ids({ subject: 'check' })).toEqual(['c', 'b', 'a'])
      expect(await ids({ subject: 'location' })).toEqual([])
      expect(await ids({ subjectId: 'db' })).toEqual(['b', 'a'])
      expect(await ids({ location: 'there' })).toEqual(['c'])
      expect(await ids({ location: 'here', open: true })).toEqual(['b'])
      expect(await ids({ open: true })).toEqual(['c', 'b'])
      expect(await ids({ open: false })).toEqual(['a'])
      expect(await ids({ from: START + HOUR + 1 })).toEqual(['c', 'b'])
      expect(await ids({ from: START + 1, until: START + 2 })).toEqual(['a'])
      expect(await opened.store.queries.incident('b')).toEqual(second)
      expect(await opened.store.queries.incident('x')).toBeUndefined()
    })

    it('pages through incidents that were opened at one time and at several', async () => {
      const incidents = Array.from({ length: 20 }, (_, index) =>
        incident({ id: `i-${index}`, subjectId: `s${index}`, openedAt: START + (index % 3) }),
      )
      await opened.store.commit({ observations: [], incidents })
      const found: string[] = []
      for (let cursor: string | undefined, page = 0; page === 0 || cursor !== undefined; page++) {
        const at = cursor === undefined ? {} : { cursor }
        const { incidents: some, next } = await opened.store.queries.incidents({ limit: 5, ...at })
        expect(some).toHaveLength(5)
        found.push(...some.map(({ id }) => id))
        cursor = next
      }
      expect([...found].sort()).toEqual(incidents.map(({ id }) => id).sort())
    })

    it.each(['', 'x', '1', '-', '1.2', '1.2.x', '../..', '{"part":"results"}'])(
      'refuses %j as a cursor',
      async (cursor) => {
        const { queries } = opened.store
        const refused = { name: 'StoreError', code: 'STORE_BAD_CURSOR' }
        await expect(queries.results({ cursor })).rejects.toMatchObject(refused)
        await expect(queries.incidents({ cursor })).rejects.toMatchObject(refused)
        if (cursor !== '1')
          await expect(queries.exportPage({ cursor })).rejects.toMatchObject(refused)
      },
    )
  })
}
