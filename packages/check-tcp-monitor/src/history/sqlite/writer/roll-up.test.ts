import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HOUR, MINUTE, observation, START } from '../../../../test/history/sample-history.js'
import { temporaryDirectory } from '../../../../test/history/temporary-directory.js'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import { databaseFile } from '../database/history-files.js'
import { openDatabase } from '../database/open-database.js'

/** So many that an hour of them is too much for one step. */
const CHECKS = 40

describe('rolling up', () => {
  let directory: ReturnType<typeof temporaryDirectory>
  let store: SqliteStore
  beforeEach(() => {
    directory = temporaryDirectory()
    store = SqliteStore.open({ directory: directory.path })
  })
  afterEach(async () => {
    await store.close()
    directory.remove()
  })

  /** Each check once a minute, from one minute to another. */
  async function checkEachMinute(from: number, until: number, checks = CHECKS): Promise<void> {
    for (let minute = from; minute < until; minute++) {
      const observations = Array.from({ length: checks }, (_, index) =>
        observation({ checkId: `c${index}`, at: START + minute * MINUTE + index }),
      )
      await store.commit({ observations })
    }
  }

  /** How many minutes and hours of each check lie in the tables. */
  function rolledUp(): readonly (readonly [minutes: number, hours: number])[] {
    const database = openDatabase(databaseFile(directory.path), { readOnly: true })
    const count = (table: string) =>
      database.prepare<{ n: number }>(`SELECT count(${table}.at) AS n FROM series
        LEFT JOIN ${table} ON series = id GROUP BY id ORDER BY id`)
    const [minutes, hours] = [count('minute').all(), count('hour').all()]
    database.close()
    return minutes.map(({ n }, index) => [n, hours[index]?.n ?? 0] as const)
  }

  async function expectSums(until: number, good: number): Promise<void> {
    for (let index = 0; index < CHECKS; index += 13) {
      const series = { checkId: `c${index}`, location: 'here' }
      const window = { from: START, until }
      expect(await store.queries.summary(series, window)).toMatchObject({ good })
      const minutes = await store.queries.rollups(series, 'minute', window)
      expect(minutes.map((each) => each.good)).toEqual(Array(good).fill(1))
      const hours = await store.queries.rollups(series, 'hour', window)
      expect(hours.reduce((sum, each) => sum + each.good, 0)).toBe(good)
    }
  }

  it('waits until the hour is over, and writes all minutes of a check at once', async () => {
    await checkEachMinute(0, 60)
    expect(rolledUp()).toEqual(Array(CHECKS).fill([0, 0]))
    await expectSums(START + HOUR, 60)
    await checkEachMinute(60, 61)
    const one = observation({ checkId: 'c0', at: START + HOUR + 5_000 })
    await store.commit({ observations: [one] })
    expect(rolledUp()).toEqual(Array(CHECKS).fill([0, 0]))
    // A thousand results and what is left of the last check, then none for some commits.
    await checkEachMinute(61, 62)
    const some = [...Array(19).fill([60, 1]), ...Array(CHECKS - 19).fill([0, 0])]
    expect(rolledUp()).toEqual(some)
    await checkEachMinute(62, 70)
    expect(rolledUp()).toEqual(some)
    await checkEachMinute(70, 100)
    expect(rolledUp()).toEqual(Array(CHECKS).fill([60, 1]))
  })

  it('adds an hour of a few checks up in one step', async () => {
    await checkEachMinute(0, 61, 12)
    expect(rolledUp()).toEqual(Array(12).fill([0, 0]))
    await checkEachMinute(61, 63, 1)
    expect(rolledUp()).toEqual(Array(12).fill([60, 1]))
    const series = { checkId: 'c11', location: 'here' }
    const window = { from: START, until: START + HOUR }
    expect(await store.queries.summary(series, window)).toMatchObject({ good: 60 })
  })

  it('adds up right at every step of it, also when opened again in the middle', async () => {
    await checkEachMinute(0, 61)
    for (let minute = 61; minute < 70; minute++) {
      await checkEachMinute(minute, minute + 1)
      await expectSums(START + (minute + 1) * MINUTE, minute + 1)
      await store.close()
      store = SqliteStore.open({ directory: directory.path })
      await expectSums(START + (minute + 1) * MINUTE, minute + 1)
    }
  })

  it('counts results once that come while their hour is being rolled up', async () => {
    await checkEachMinute(0, 63)
    expect(rolledUp()[0]).toEqual([60, 1])
    expect(rolledUp()[CHECKS - 1]).toEqual([0, 0])
    const late = ['c0', `c${CHECKS - 1}`]
    for (const checkId of late) {
      await store.commit({ observations: [observation({ checkId, at: START + 30_000 })] })
    }
    await checkEachMinute(63, 100)
    expect(rolledUp()).toEqual(Array(CHECKS).fill([60, 1]))
    for (const checkId of late) {
      const series = { checkId, location: 'here' }
      const window = { from: START, until: START + HOUR }
      expect(await store.queries.summary(series, window)).toMatchObject({ good: 61 })
      const [first] = await store.queries.rollups(series, 'minute', window)
      expect(first).toMatchObject({ at: START, good: 2 })
    }
  })

  it('keeps up with checks of which each is seldom made, however many there are', async () => {
    for (let hour = 0; hour < 6; hour++) {
      for (let group = 0; group < 20; group++) {
        const observations = Array.from({ length: 100 }, (_, index) =>
          observation({
            checkId: `c${group * 100 + index}`,
            at: START + hour * HOUR + group * 3 * MINUTE + index,
          }),
        )
        await store.commit({ observations })
      }
    }
    const hours = rolledUp().map(([, n]) => n)
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(4)
  })
})
