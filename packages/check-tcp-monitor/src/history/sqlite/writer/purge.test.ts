import { statSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  badObservation,
  DAY,
  HOUR,
  observation,
  START,
} from '../../../../test/history/sample-history.js'
import {
  type TemporaryDirectory,
  temporaryDirectory,
} from '../../../../test/history/temporary-directory.js'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import { databaseFile } from '../database/history-files.js'
import { openDatabase } from '../database/open-database.js'

const RETENTION = { rawMs: HOUR, minuteMs: HOUR, hourMs: DAY, incidentMs: DAY }

describe('a purge', () => {
  let directory: TemporaryDirectory
  let store: SqliteStore
  beforeEach(() => {
    directory = temporaryDirectory()
    store = SqliteStore.open({ directory: directory.path })
  })
  afterEach(async () => {
    await store.close()
    directory.remove()
  })

  function count(table: string): number {
    const database = openDatabase(databaseFile(directory.path), { readOnly: true })
    const row = database.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).get()
    database.close()
    return row?.n ?? -1
  }

  it('forgets texts that no result has any more, and none that one still has', async () => {
    const old = Array.from({ length: 300 }, (_, index) =>
      badObservation({ at: START + index, error: `after ${index} ms` }),
    )
    await store.commit({ observations: old })
    const now = START + 5 * DAY
    const kept = badObservation({ at: now - 1, error: 'after 7 ms' })
    await store.commit({ observations: [kept] })
    expect(count('detail')).toBe(300)
    await store.admin.purge(now, RETENTION)
    expect(count('detail')).toBe(1)
    expect((await store.queries.results({})).results).toEqual([kept])
    // The same text again gets a number of its own.
    const again = badObservation({ at: now, error: 'after 8 ms' })
    await store.commit({ observations: [again] })
    expect((await store.queries.results({})).results).toEqual([again, kept])
  })

  it('keeps what a result has that comes late, older than what is kept', async () => {
    await store.commit({ observations: [observation({ at: START + 5 * DAY })] })
    await store.admin.purge(START + 5 * DAY, RETENTION)
    const purge = store.admin.purge(START + 5 * DAY, RETENTION)
    const late = badObservation({ at: START, error: 'late' })
    await store.commit({ observations: [late] })
    await purge
    for (const result of (await store.queries.results({})).results)
      expect(result.attempts).toBeTruthy()
    await store.admin.purge(START + 5 * DAY, RETENTION)
    expect((await store.queries.results({})).results).toEqual([
      observation({ at: START + 5 * DAY }),
    ])
  })

  it('forgets checks of which nothing is kept', async () => {
    await store.commit({ observations: [observation({ checkId: 'gone' })] })
    await store.commit({ observations: [observation({ at: START + 9 * DAY })] })
    await store.admin.purge(START + 9 * DAY, RETENTION)
    expect(count('series')).toBe(1)
    await store.commit({ observations: [observation({ checkId: 'gone', at: START + 9 * DAY })] })
    expect(await store.queries.results({ checkId: 'gone' })).toMatchObject({
      results: [{ attempts: 1 }],
    })
  })

  it('gives the space back to the disk, but for a tenth', async () => {
    for (let part = 0; part < 20; part++) {
      const observations = Array.from({ length: 2_000 }, (_, index) =>
        observation({ checkId: `c${index % 50}`, at: START + part * HOUR + index * 1_000 }),
      )
      await store.commit({ observations })
    }
    await store.close()
    const before = statSync(databaseFile(directory.path)).size
    store = SqliteStore.open({ directory: directory.path })
    await store.admin.purge(START + 20 * HOUR, RETENTION)
    await store.close()
    expect(statSync(databaseFile(directory.path)).size).toBeLessThan(before / 5)
    store = SqliteStore.open({ directory: directory.path })
  })
})
