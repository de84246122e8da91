import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { PostgresLeadership } from '../../src/history/postgres/lease/postgres-leadership.js'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { FULL, threeHours } from '../history/contract/contract-samples.js'
import { DAY, incident, START } from '../history/sample-history.js'
import { temporaryDirectory } from '../history/temporary-directory.js'
import { postgresTests } from '../support/postgres.js'
import { SqliteStore } from '../support/sqlite-store.js'
import { runMonitorCommand } from './run-monitor-command.js'

postgresTests('a history that moves', (server) => {
  it('from SQLite to PostgreSQL and back loses nothing', async () => {
    using folder = temporaryDirectory()
    const url = await server.freshUrl()
    /** A config of its own folder, with its history there or in PostgreSQL. */
    const config = (name: string, database?: string) => {
      mkdirSync(join(folder.path, name))
      const path = join(folder.path, name, 'monitor.yaml')
      const hub = database === undefined ? '' : 'hub: { database: "file:url" }\nlocations: { a: }\n'
      writeFileSync(join(folder.path, name, 'url'), `${database}\n`)
      const check = '{ name: a, plugin: check_tcp_connection, parameters: { host: a, port: 1 } }'
      writeFileSync(path, `${hub}checks: [${check}]\n`)
      return path
    }
    const [first, shared, last] = [config('first'), config('shared', url), config('last')]
    const before = SqliteStore.open({ directory: join(folder.path, 'first', 'check-tcp-history') })
    await before.commit({
      observations: [...threeHours(), FULL],
      incidents: [incident(), incident({ id: 'inc-0', closedAt: START + 5 })],
    })
    await before.commit({ observations: [{ ...FULL, at: START + DAY }] })
    await before.close()

    const exported = async (path: string) => {
      const { code, stdout, stderr } = await runMonitorCommand('export', '-c', path)
      expect([code, stderr]).toEqual([0, ''])
      writeFileSync(`${path}.ndjson`, stdout)
      return stdout.trimEnd().split('\n').sort()
    }
    const moved = async (from: string, to: string) => {
      const { code, stderr } = await runMonitorCommand('restore', `${from}.ndjson`, '-c', to)
      expect([code, stderr]).toEqual([0, ''])
    }
    const store = await PostgresStore.open({ url })
    const original = await exported(first)
    const leadership = new PostgresLeadership((work) => store.inTransaction(work), 'db1, process 7')
    await leadership.claim()
    const refused = await runMonitorCommand('restore', `${first}.ndjson`, '-c', shared)
    expect(refused).toMatchObject({
      code: 1,
      stderr:
        'check-tcp: the hub db1, process 7 leads on this database: stop every hub first, and restore then\n',
    })
    await leadership.release()
    await store.close()
    await moved(first, shared)
    const inPostgres = await exported(shared)
    await moved(shared, last)
    expect(await exported(last)).toEqual(inPostgres)
    // What was not rolled up yet is so by then; all that was there is there as it was.
    expect(original.filter((line) => !inPostgres.includes(line))).toEqual([])
    const more = inPostgres.filter((line) => !original.includes(line))
    expect(more.filter((line) => !/"kind":"(minute|hour)"/.test(line))).toEqual([])
    expect(original.length).toBeGreaterThan(1_200)
  })
})
