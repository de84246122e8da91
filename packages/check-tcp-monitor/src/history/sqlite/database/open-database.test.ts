import { describe, expect, it } from 'vitest'
import { isSafeSqlite, missingDriver, openDatabase } from './open-database.js'

describe('the driver of this Node', () => {
  it('has a SQLite without the corruption of the write-ahead log', () => {
    const database = openDatabase(':memory:')
    const version = database.prepare<{ v: string }>('SELECT sqlite_version() AS v').get()?.v ?? ''
    database.close()
    expect(isSafeSqlite(version)).toBe(true)
  })

  it('keeps numbers, texts, bytes and nothing as they are', () => {
    const database = openDatabase(':memory:')
    database.exec('CREATE TABLE t (a ANY, b ANY, c ANY, d ANY) STRICT')
    const insert = database.prepare('INSERT INTO t VALUES (?, ?, ?, ?)')
    expect(insert.run(1.5, 'x', Uint8Array.of(1, 2), null).changes).toBe(1)
    const rows = database.prepare<object>('SELECT * FROM t')
    expect({ ...rows.get() }).toEqual({ a: 1.5, b: 'x', c: Uint8Array.of(1, 2), d: null })
    expect([...rows.iterate()]).toHaveLength(1)
    expect(rows.all()).toHaveLength(1)
    database.close()
  })

  it('says that a file cannot be opened', () => {
    expect(() => openDatabase('/nowhere/history.db')).toThrow(
      expect.objectContaining({ name: 'StoreError', code: 'STORE_UNWRITABLE' }),
    )
  })
})

describe('a SQLite', () => {
  it.each([
    ['3.7.0', false],
    ['3.50.4', false],
    ['3.51.2', false],
    ['3.51.3', true],
    ['3.53.0', true],
    ['4.0.0', true],
    ['', false],
  ])('of version %s is safe: %s', (version, safe) => {
    expect(isSafeSqlite(version)).toBe(safe)
  })
})

describe('a Node without a SQLite that is fit', () => {
  it.each([
    [{ node: '20.20.2' }, 'Node 20.20.2 has no SQLite that is ready for use', 'a newer Node 24'],
    [{ node: '22.21.0', sqlite: '3.50.4' }, 'Node 22.21.0 has no SQLite', 'a newer Node 24'],
    [{ node: '24.1.0', sqlite: '3.49.1' }, 'has SQLite 3.49.1, which may corrupt', 'Node 24'],
  ])('is told what to install: %j', (versions, has, instead) => {
    const message = missingDriver(versions)
    expect(message).toContain(has)
    expect(message).toContain('npm install @photostructure/sqlite')
    expect(message).toContain(instead)
  })
})
