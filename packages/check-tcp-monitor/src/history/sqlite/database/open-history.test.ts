import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DB, observation, START } from '../../../../test/history/sample-history.js'
import {
  type TemporaryDirectory,
  temporaryDirectory,
} from '../../../../test/history/temporary-directory.js'
import { SqliteStore } from '../../../../test/support/sqlite-store.js'
import { openReadOnly } from '../reader/read-only-store.js'
import { databaseFile } from './history-files.js'
import { openDatabase } from './open-database.js'

describe('a history that is opened', () => {
  let directory: TemporaryDirectory
  let file: string
  beforeEach(() => {
    directory = temporaryDirectory()
    file = databaseFile(directory.path)
  })
  afterEach(() => directory.remove())

  const open = () => SqliteStore.open({ directory: directory.path })

  async function filled(): Promise<void> {
    const store = open()
    const observations = Array.from({ length: 2_000 }, (_, index) =>
      observation({ at: START + index * 1_000 }),
    )
    await store.commit({ observations })
    await store.close()
  }

  it('is refused where it is damaged, with what to do, and left as it is', async () => {
    await filled()
    const handle = openSync(file, 'r+')
    writeSync(handle, Buffer.alloc(8_192, 0x5a), 0, 8_192, statSync(file).size / 2)
    closeSync(handle)
    const before = readFileSync(file)
    expect(open).toThrow(
      expect.objectContaining({
        code: 'STORE_CORRUPT',
        message: expect.stringContaining('backup'),
      }),
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('is refused where it is no database at all', () => {
    writeFileSync(file, 'x'.repeat(10_000))
    expect(open).toThrow(expect.objectContaining({ code: 'STORE_CORRUPT' }))
  })

  it('is refused where it is a database of something else', () => {
    const database = openDatabase(file)
    database.exec('CREATE TABLE bank (money)')
    database.close()
    expect(open).toThrow(
      expect.objectContaining({
        code: 'STORE_FAILED',
        message: expect.stringContaining('something else'),
      }),
    )
  })

  it('is refused where a newer version wrote it', async () => {
    await filled()
    const database = openDatabase(file)
    database.exec('PRAGMA user_version = 99')
    database.close()
    expect(open).toThrow(
      expect.objectContaining({
        code: 'STORE_TOO_NEW',
        message: expect.stringContaining('layout 99'),
      }),
    )
    const archive = openReadOnly(directory.path)
    await expect(archive.queries.results({})).rejects.toMatchObject({ code: 'STORE_TOO_NEW' })
  })

  it('is refused where its directory cannot be made', () => {
    writeFileSync(join(directory.path, 'file'), '')
    expect(() => SqliteStore.open({ directory: join(directory.path, 'file') })).toThrow(
      expect.objectContaining({ code: 'STORE_UNWRITABLE' }),
    )
  })

  it('is refused while another has it, with who that is, and free when that one is gone', async () => {
    const first = open()
    expect(open).toThrow(
      expect.objectContaining({
        code: 'STORE_LOCKED',
        message: expect.stringContaining(`in use by process ${process.pid}`),
      }),
    )
    await first.close()
    await open().close()
  })

  it('is read beside the one who writes it, and after', async () => {
    await filled()
    const store = open()
    const archive = openReadOnly(directory.path)
    await store.commit({ observations: [observation({ at: START - 1 })] })
    const window = { from: START - 1, until: START + 10_000_000 }
    expect(await archive.queries.summary(DB, window)).toMatchObject({ good: 2_001 })
    await store.close()
    expect(await archive.queries.summary(DB, window)).toMatchObject({ good: 2_001 })
    await archive.close()
    const later = openReadOnly(directory.path)
    expect((await later.queries.results({ limit: 1 })).results).toHaveLength(1)
    await later.close()
  })

  it('is not there to be read where there is none', async () => {
    const archive = openReadOnly(join(directory.path, 'none'))
    await expect(archive.queries.results({})).rejects.toMatchObject({ code: 'STORE_UNWRITABLE' })
  })

  it('writes through a log, and syncs every commit', async () => {
    const pragmas: string[] = []
    const store = SqliteStore.open(
      { directory: directory.path },
      {
        open: (path) => {
          const database = openDatabase(path)
          const exec = (sql: string) => {
            pragmas.push(sql)
            database.exec(sql)
          }
          return { ...database, exec }
        },
      },
    )
    await store.close()
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'mmap_size = 0']) {
      expect(pragmas).toContain(`PRAGMA ${pragma}`)
    }
    const database = openDatabase(file)
    expect(Object.values(database.prepare<object>('PRAGMA journal_mode').get() ?? {})).toEqual([
      'wal',
    ])
    expect(Object.values(database.prepare<object>('PRAGMA auto_vacuum').get() ?? {})).toEqual([2])
    database.close()
  })

  it('is copied whole while commits go on, and the copy is a history', async () => {
    await filled()
    const store = open()
    const copy = join(directory.path, 'copy')
    const backup = store.admin.backup(join(directory.path, 'backup.db'))
    for (let more = 0; more < 50; more++) {
      await store.commit({ observations: [observation({ at: START - more })] })
    }
    await backup
    await store.close()
    mkdirSync(copy)
    renameSync(join(directory.path, 'backup.db'), databaseFile(copy))
    const restored = SqliteStore.open({ directory: copy })
    const { good } = await restored.queries.summary(DB, { from: 0, until: START * 2 })
    expect(good).toBeGreaterThanOrEqual(2_000)
    expect(good).toBeLessThanOrEqual(2_050)
    await restored.close()
  })

  it('is never backed up over one of its own files, by whatever name', async () => {
    await filled()
    const before = readFileSync(file)
    const link = join(directory.path, 'link')
    const hard = join(directory.path, 'hard.db')
    symlinkSync(directory.path, link)
    linkSync(file, hard)
    const names = ['history.db', 'history.db-wal', 'history.db-shm', 'lock.db', 'link/history.db']
    const store = openReadOnly(directory.path)
    for (const path of [...names.map((name) => join(directory.path, name)), hard]) {
      await expect(store.admin.backup(path)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: `${path} belongs to the history itself; back up to another file`,
      })
    }
    await store.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('leaves a backup as it was where no new one can be written', async () => {
    const store = open()
    const path = join(directory.path, 'missing', 'backup.db')
    await expect(store.admin.backup(path)).rejects.toMatchObject({ name: 'StoreError' })
    await store.close()
  })
})
