import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { databaseFile } from '../../dist/history/sqlite/database/history-files.js'
import { openDatabase } from '../../dist/history/sqlite/database/open-database.js'
import { ThreadedStore } from '../../dist/history/sqlite/threads/threaded-store.js'
import type { Batch } from '../../src/core/store/commits.js'
import type { Store } from '../../src/core/store/store.js'
import { SqliteStore } from '../support/sqlite-store.js'
import { DB, incident, observation, outboxEntry, START } from './sample-history.js'
import { type TemporaryDirectory, temporaryDirectory } from './temporary-directory.js'

const STORES = {
  'on one thread': async (directory: string): Promise<Store> => SqliteStore.open({ directory }),
  'behind threads': async (directory: string): Promise<Store> => ThreadedStore.open({ directory }),
}

/** So much that a disk of a few MiB is full after some. */
function bigBatch(number: number): Batch {
  return {
    observations: Array.from({ length: 500 }, (_, index) =>
      observation({ at: START + number * 1_000 + index, latenessMs: number }),
    ),
    incidents: [incident({ id: `inc-${number}`, subjectId: `s${number}` })],
    outbox: [outboxEntry()],
  }
}

const isRoot = process.getuid?.() === 0 && process.platform === 'linux'

describe.skipIf(!isRoot)(
  `a history on a full disk${isRoot ? '' : ' (left out: it needs root on Linux)'}`,
  () => {
    let directory: TemporaryDirectory
    let disk: string
    beforeEach(() => {
      directory = temporaryDirectory()
      disk = join(directory.path, 'disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk])
    })
    afterEach(() => {
      execFileSync('umount', ['-l', disk])
      directory.remove()
    })

    function fill(): void {
      const file = openSync(join(disk, 'ballast'), 'w')
      try {
        for (;;) writeSync(file, Buffer.alloc(4_096))
      } catch (error) {
        expect(error).toMatchObject({ code: 'ENOSPC' })
      } finally {
        closeSync(file)
      }
    }

    for (const [name, open] of Object.entries(STORES)) {
      it(`${name} refuses commits whole, answers all the same, and goes on by itself when there is room`, async () => {
        const store = await open(disk)
        let stored = 0
        for (; stored < 3; stored++) await store.commit(bigBatch(stored))
        fill()
        let refused = 0
        // What is left of the log's last pages may still take some.
        for (let number = 3; refused < 5; number++) {
          await store.commit(bigBatch(number)).then(
            () => stored++,
            (error) => {
              expect(error).toMatchObject({ name: 'StoreError', code: 'STORE_DISK_FULL' })
              refused++
            },
          )
          expect(number).toBeLessThan(1_000)
        }
        expect(await store.admin.health()).toMatchObject({
          ok: false,
          problem: expect.stringContaining('disk is full'),
        })
        const all = { from: 0, until: START * 2 }
        expect((await store.queries.summary(DB, all)).good).toBe(stored * 500)
        expect((await store.queries.incidents({ limit: 1_000 })).incidents.length).toBe(stored)
        rmSync(join(disk, 'ballast'))
        await store.commit(bigBatch(2_000))
        expect(await store.admin.health()).toMatchObject({ ok: true })
        await store.close()
        const again = await open(disk)
        expect((await again.queries.summary(DB, all)).good).toBe((stored + 1) * 500)
        expect((await again.queries.remembered()).outbox).toHaveLength(stored + 1)
        await again.close()
      })
    }
  },
)

describe('a history that another process holds locked', () => {
  let directory: TemporaryDirectory
  beforeEach(() => {
    directory = temporaryDirectory()
  })
  afterEach(() => directory.remove())

  for (const [name, open] of Object.entries(STORES)) {
    it(`${name} rejects commits after the wait as locked, and takes them when it is free`, async () => {
      const store = await open(directory.path)
      await store.commit(bigBatch(0))
      const other = openDatabase(databaseFile(directory.path))
      other.exec('BEGIN EXCLUSIVE')
      await expect(store.commit(bigBatch(1))).rejects.toMatchObject({ code: 'STORE_LOCKED' })
      expect(await store.admin.health()).toMatchObject({ ok: false })
      other.exec('ROLLBACK')
      other.close()
      await store.commit(bigBatch(1))
      expect(await store.admin.health()).toMatchObject({ ok: true })
      const { good } = await store.queries.summary(DB, { from: 0, until: START * 2 })
      expect(good).toBe(1_000)
      await store.close()
    })
  }
})

describe('a history of one directory', () => {
  it('is opened by one monitor at a time', async () => {
    using directory = temporaryDirectory()
    const first = await ThreadedStore.open({ directory: directory.path })
    await expect(ThreadedStore.open({ directory: directory.path })).rejects.toMatchObject({
      code: 'STORE_LOCKED',
      message: expect.stringContaining(`process ${process.pid} on`),
    })
    await first.close()
    const second = await ThreadedStore.open({ directory: directory.path })
    await second.close()
  })
})
