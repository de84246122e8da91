import { describe } from 'vitest'
import { PostgresStore } from '../../src/history/postgres/postgres-store.js'
import { postgresTests } from '../support/postgres.js'
import { describeStore } from './store-contract.js'

postgresTests('a history in PostgreSQL', (server) => {
  describe('role by role', () => {
    describeStore('store in PostgreSQL', async () => {
      const url = await server.freshUrl()
      let store = await PostgresStore.open({ url })
      return {
        store,
        reopen: async () => {
          await store.close()
          store = await PostgresStore.open({ url })
          return store
        },
        dispose: () => store.close(),
      }
    })
  })
})
