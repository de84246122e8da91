import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { recount } from '../../../../test/history/recount.js'
import { MINUTE, observation, START } from '../../../../test/history/sample-history.js'
import { temporaryDirectory } from '../../../../test/history/temporary-directory.js'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import type { Observation } from '../../../core/wire/observation.js'
import { databaseFile } from '../database/history-files.js'
import { openDatabase, type Statement } from '../database/open-database.js'

const SPAN = { spanResults: 7 }
const CHECKS = ['a', 'b', 'c']

/** The same numbers each time, from 0 to below 1. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('spans of results', () => {
  let directory: ReturnType<typeof temporaryDirectory>
  let store: SqliteStore
  beforeEach(() => {
    directory = temporaryDirectory()
    store = SqliteStore.open({ directory: directory.path }, SPAN)
  })
  afterEach(async () => {
    await store.close()
    directory.remove()
  })

  function count(sql: string): number {
    const database = openDatabase(databaseFile(directory.path), { readOnly: true })
    const n = database.prepare<{ n: number }>(sql).get()?.n ?? Number.NaN
    database.close()
    return n
  }

  const spans = () => count('SELECT count(*) AS n FROM span')
  /** Results of before the end of the last span that have no place, and places without a result. */
  const astray = () =>
    count(`SELECT
      (SELECT count(*) FROM result LEFT JOIN result_place AS place USING (at, series, n)
        WHERE place.span IS NULL AND at < (SELECT max(to_at) FROM span)) +
      (SELECT count(*) FROM result_place AS place LEFT JOIN result USING (at, series, n) WHERE flags IS NULL) +
      (SELECT count(*) FROM result_place AS place JOIN span ON span.id = span
        WHERE at < from_at OR at >= to_at) AS n`)

  async function expectAll(all: readonly Observation[]): Promise<void> {
    for (const checkId of CHECKS) {
      const own = all.filter((each) => each.checkId === checkId).sort((x, y) => x.at - y.at)
      const { results } = await store.queries.results({ checkId, limit: 10_000 })
      expect(results.map(({ at }) => at)).toEqual(own.map(({ at }) => at).reverse())
      for (const [from, until] of [
        [0, 60],
        [3, 17],
        [11, 12],
      ] as const) {
        const window = { from: START + from * MINUTE + 500, until: START + until * MINUTE + 700 }
        const { good, time } = await store.queries.summary({ checkId, location: 'here' }, window)
        const expected = recount(own, window)
        expect({ good, time }).toEqual({ good: expected.good, time: expected.time })
      }
    }
  }

  it.each([1, 2, 3, 4, 5])(
    'have every result once, whatever order they come in, also opened again: %i',
    async (seed) => {
      const next = chance(seed)
      const all: Observation[] = []
      for (let commit = 0; commit < 60; commit++) {
        const observations = Array.from({ length: Math.floor(next() * 8) }, () => {
          // Some late by up to a minute, as of agents, and many of one millisecond.
          const late = next() < 0.3 ? Math.floor(next() * MINUTE) : 0
          const checkId = CHECKS[Math.floor(next() * CHECKS.length)] ?? 'a'
          return observation({ checkId, at: START + commit * MINUTE + MINUTE - late })
        })
        await store.commit({ observations, isRelayed: true })
        all.push(...observations)
        if (next() < 0.1) {
          await store.close()
          store = SqliteStore.open({ directory: directory.path }, SPAN)
        }
      }
      expect(spans()).toBeGreaterThan(10)
      expect(astray()).toBe(0)
      await expectAll(all)
    },
  )

  it('go with their results when these are deleted, and take what comes after that', async () => {
    const made = Array.from({ length: 100 }, (_, index) =>
      observation({ checkId: CHECKS[index % 3] ?? 'a', at: START + index * MINUTE }),
    )
    for (const each of made) await store.commit({ observations: [each] })
    const before = spans()
    const retention = { rawMs: 40 * MINUTE, minuteMs: 0, hourMs: 0, incidentMs: 0 }
    await store.admin.purge(START + 100 * MINUTE, retention)
    const kept = made.slice(60)
    expect(spans()).toBeLessThan(before / 2)
    const late = observation({ checkId: 'b', at: START + 61 * MINUTE + 1 })
    await store.commit({ observations: [late], isRelayed: true })
    const { results } = await store.queries.results({ checkId: 'b', limit: 1_000 })
    const own = [...kept.filter(({ checkId }) => checkId === 'b'), late]
    expect(results.map(({ at }) => at)).toEqual(own.map(({ at }) => at).sort((x, y) => y - x))
    await store.admin.purge(START + 900 * MINUTE, retention)
    expect(spans()).toBe(0)
    expect(count('SELECT count(*) AS n FROM result_place')).toBe(0)
    await store.commit({ observations: [observation({ at: START + 900 * MINUTE })] })
    expect((await store.queries.results({ checkId: 'db' })).results).toHaveLength(1)
  })

  it('forget what a commit that failed had put in', async () => {
    await store.close()
    let isFull = false
    const open: typeof openDatabase = (path) => {
      const database = openDatabase(path)
      const prepare = <Row>(sql: string): Statement<Row> => {
        const statement = database.prepare<Row>(sql)
        const run: typeof statement.run = (...values) => {
          if (isFull && sql === 'COMMIT')
            throw Object.assign(new Error('database or disk is full'), { errcode: 13 })
          return statement.run(...values)
        }
        return {
          run,
          get: (...values) => statement.get(...values),
          all: (...values) => statement.all(...values),
          iterate: (...values) => statement.iterate(...values),
        }
      }
      return { ...database, prepare }
    }
    store = SqliteStore.open({ directory: directory.path }, { ...SPAN, open })
    const made = Array.from({ length: 40 }, (_, index) =>
      observation({ checkId: 'a', at: START + index * MINUTE }),
    )
    for (const [index, each] of made.entries()) {
      isFull = index % 3 === 0
      const commit = store.commit({ observations: [each] })
      if (!isFull) {
        await commit
        continue
      }
      await expect(commit).rejects.toMatchObject({ code: 'STORE_DISK_FULL' })
      isFull = false
      await store.commit({ observations: [each] })
    }
    expect(spans()).toBeGreaterThan(2)
    expect(astray()).toBe(0)
    await expectAll(made)
  })
})
