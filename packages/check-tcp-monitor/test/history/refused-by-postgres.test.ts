import { expect, it } from 'vitest'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { postgresTests } from '../support/postgres.js'

postgresTests('a PostgreSQL that lets nobody in', (server) => {
  it('says that there is no such database, and how to make it', async () => {
    const url = new URL(server.server.url)
    url.pathname = '/nowhere'
    const opened = PostgresStore.open({ url: url.href })
    await expect(opened).rejects.toMatchObject({
      code: 'STORE_UNREACHABLE',
      message: expect.stringMatching(
        /^cannot connect to PostgreSQL at .+ \(database nowhere, user .+\): .+; there is no such database: create it by createdb --owner=/,
      ),
    })
  })
})
