import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DB, MINUTE, START } from '../../../../test/history/sample-history.js'
import { temporaryDirectory } from '../../../../test/history/temporary-directory.js'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import { notificationKey, readNotificationState } from '../../../core/stored-notification.js'
import { databaseFile } from '../database/history-files.js'
import { openDatabase } from '../database/open-database.js'
import { openReadOnly } from '../reader/read-only-store.js'
import { MIGRATIONS } from './migrations.js'

/**
 * Written by the first layout: three hours of two checks at `home`, of which one hour is left in single results; one
 * incident of each subject that is open, and two that are closed; one notice that waits, and one dead letter.
 */
const FIRST = new URL('../../../../test/history/fixtures/layout-1.db.gz', import.meta.url)

const WINDOW = { from: START, until: START + 181 * MINUTE }

function writeFirst(path: string): void {
  writeFileSync(databaseFile(path), gunzipSync(readFileSync(FIRST)))
}

it('a history of an older layout is not read before a monitor has opened it, but backed up', async () => {
  using directory = temporaryDirectory()
  writeFirst(directory.path)
  const archive = openReadOnly(directory.path)
  await expect(archive.queries.results({})).rejects.toMatchObject({
    code: 'STORE_TOO_OLD',
    message: expect.stringContaining('start the monitor'),
  })
  using copy = temporaryDirectory()
  await archive.admin.backup(databaseFile(copy.path))
  await archive.close()
  const store = SqliteStore.open({ directory: copy.path })
  const { openIncidents } = await store.queries.remembered()
  expect(openIncidents).toHaveLength(3)
  await store.close()
})

describe('a history of the first layout', () => {
  let directory: ReturnType<typeof temporaryDirectory>
  let store: SqliteStore
  beforeEach(() => {
    directory = temporaryDirectory()
    writeFirst(directory.path)
    store = SqliteStore.open({ directory: directory.path })
  })
  afterEach(async () => {
    await store.close()
    directory.remove()
  })

  it('has what it had, seen from the location where its results were made', async () => {
    const { states, openIncidents, silences, outbox } = await store.queries.remembered()
    expect(states.map(({ kind, id, location }) => [kind, id, location])).toEqual([
      ['check', 'db', 'home'],
      ['check', 'web', 'home'],
      ['notification', 'check:db', 'home'],
      ['notification', 'location:home:dns', 'home'],
      ['notification', 'monitor:channel:chat', 'home'],
    ])
    expect(openIncidents.map(({ id, location }) => [id, location])).toEqual([
      ['channel-chat-1', 'home'],
      ['db-1', 'home'],
      ['home-dns-1', 'home'],
    ])
    expect(silences).toMatchObject([{ id: 's-1', matches: 'tag:data' }])
    expect(outbox).toMatchObject([
      { seq: 2, channel: 'pager', notice: { incident: { id: 'home-dns-1', location: 'home' } } },
    ])
    expect(await store.outbox.deadLetters(10)).toMatchObject([
      { seq: 1, notice: { incident: { id: 'db-1', location: 'home' } } },
    ])
    for (const id of ['web-1', 'home-1']) {
      expect(await store.queries.incident(id)).toMatchObject({ location: 'home' })
    }
  })

  it('still knows who was notified of what', async () => {
    const { states, openIncidents } = await store.queries.remembered()
    const dns = openIncidents.find(({ id }) => id === 'home-dns-1')
    const { id } = notificationKey(dns ?? { subject: 'check', subjectId: '', location: '' })
    const stored = states.find((each) => each.id === id)?.state
    const { notified, lastNotifiedAt } = readNotificationState(stored)
    expect([notified, Object.keys(lastNotifiedAt)]).toEqual([true, ['pager', 'chat']])
  })

  it('adds up as before, from single results and from rollups', async () => {
    const { queries } = store
    expect(await queries.summary({ ...DB, location: 'home' }, WINDOW)).toMatchObject({
      good: 170,
      bad: 10,
    })
    const web = { checkId: 'web', location: 'home' }
    expect(await queries.summary(web, WINDOW)).toMatchObject({ good: 176, slow: 4 })
    expect(await queries.rollups(web, 'hour', WINDOW)).toHaveLength(3)
    const { results } = await queries.results({ ...web, limit: 1_000 })
    expect(results).toHaveLength(60)
  })

  it('goes on, is of the newest layout from then on, and is opened again as it is', async () => {
    const [incident] = (await store.queries.remembered()).openIncidents
    if (!incident) throw new RangeError('there is an open incident')
    await store.commit({
      observations: [],
      incidents: [
        { ...incident, closedAt: WINDOW.until, closedBecause: 'up' },
        { ...incident, id: 'there-1', location: 'there' },
      ],
    })
    await store.close()
    const database = openDatabase(databaseFile(directory.path))
    const version = database.prepare<{ user_version: number }>('PRAGMA user_version').get()
    database.close()
    expect(version).toEqual({ user_version: MIGRATIONS.length })
    store = SqliteStore.open({ directory: directory.path })
    const { openIncidents } = await store.queries.remembered()
    expect(openIncidents.map(({ id }) => id).sort()).toEqual(['db-1', 'home-dns-1', 'there-1'])
  })
})
