import { describe, expect, it } from 'vitest'
import { recount } from '../recount.js'
import { DAY, DB, HOUR, MINUTE, observation, START } from '../sample-history.js'
import { expectSummary, threeHours } from './contract-samples.js'
import { type OpenStore, useStore } from './use-store.js'

/** How every implementation of `HistoryQueries` adds results up. */
export function describeSums(open: OpenStore): void {
  describe('rollups and summaries', () => {
    const opened = useStore(open)

    it('sums up any window exactly, with percentiles to 1 %, whether in rollups, single results or both', async () => {
      const observations = threeHours()
      for (let index = 0; index < observations.length; index += 25) {
        await opened.store.commit({ observations: observations.slice(index, index + 25) })
      }
      await opened.again()
      const windows = [
        [0, 4 * HOUR],
        [HOUR, 2 * HOUR],
        [17, 3 * HOUR - 23],
        [59 * MINUTE + 1, HOUR + MINUTE + 1],
        [MINUTE, 2 * MINUTE],
        [90_001, 90_002],
        [5 * MINUTE + 30_000, 7 * MINUTE + 30_000],
        [2 * HOUR + 58 * MINUTE, 3 * HOUR],
        [HOUR, HOUR],
      ] as const
      for (const [from, until] of windows) {
        const window = { from: START + from, until: START + until }
        for (const checkId of ['a', 'b', 'none']) {
          for (const location of ['here', 'there']) {
            const own = observations.filter(
              (each) => each.checkId === checkId && each.location === location,
            )
            const series = { checkId, location }
            expectSummary(await opened.store.queries.summary(series, window), recount(own, window))
          }
        }
      }
    })

    it('counts each result once in the rollups of its check, by location', async () => {
      const observations = threeHours()
      await opened.store.commit({ observations })
      await opened.store.commit({
        observations: [observation({ checkId: 'end', at: START + 5 * HOUR })],
      })
      await opened.again()
      for (const level of ['minute', 'hour'] as const) {
        const size = level === 'minute' ? MINUTE : HOUR
        const rollups = await opened.store.queries.rollups({ checkId: 'a' }, level, {
          from: START,
          until: START + 4 * HOUR,
        })
        for (const { at, location, good, slow, bad, unknown, lost, failures, time } of rollups) {
          const own = observations.filter(
            (each) => each.checkId === 'a' && each.location === location,
          )
          const expected = recount(own, { from: at, until: at + size })
          // What the newest result stands for is not over.
          const isNewest = at + size > Math.max(...own.map((each) => each.at))
          if (!isNewest) expect(time).toEqual(expected.time)
          expect({ good, slow, bad, unknown, lost }).toEqual({
            good: expected.good,
            slow: expected.slow,
            bad: expected.bad,
            unknown: expected.unknown,
            lost: expected.lost,
          })
          expect(failures).toEqual(expected.bad === 0 ? {} : { refused: expected.bad })
        }
        const total = rollups.reduce(
          (sum, { good, slow, bad, unknown }) => sum + good + slow + bad + unknown,
          0,
        )
        expect(total).toBe(observations.filter(({ checkId }) => checkId === 'a').length)
      }
    })

    it('has of an hour what its rollup has, without response times, for many checks at once', async () => {
      await opened.store.commit({ observations: threeHours() })
      await opened.again()
      const { queries } = opened.store
      const window = { from: START, until: START + 4 * HOUR }
      const rollups = await Promise.all(
        ['a', 'b'].map((checkId) => queries.rollups({ checkId }, 'hour', window)),
      )
      const expected = rollups
        .flat()
        .map(({ histogram: _, failures: _failures, observed: _observed, ...sums }) => sums)
      expect(expected.length).toBeGreaterThan(4)
      const hours = await queries.hours(['a', 'none', 'b'], window)
      expect(hours).toHaveLength(expected.length)
      expect(hours).toEqual(expect.arrayContaining(expected))
    })

    it('counts results that come late, or from a clock that jumps, once and in their own time', async () => {
      const jumps = [0, 10 * HOUR, 1, 5 * MINUTE, -2 * HOUR, 10 * HOUR + 7 * MINUTE, 6 * MINUTE, 2]
      const observations = jumps.flatMap((jump) =>
        [0, 1, 2].map((more) => observation({ at: START + jump + more * 70_000, dnsMs: more })),
      )
      for (const each of observations) await opened.store.commit({ observations: [each] })
      await opened.again()
      for (const each of observations) {
        await opened.store.commit({ observations: [{ ...each, outcome: 'slow' }] })
      }
      const window = { from: START - DAY, until: START + DAY }
      const summary = await opened.store.queries.summary(DB, window)
      expect(summary).toMatchObject({ good: 24, slow: 24, uptime: 1 })
      expect(
        await opened.store.queries.summary(DB, { from: START, until: START + MINUTE }),
      ).toMatchObject({
        good: 3,
        slow: 3,
      })
    })
  })
}
