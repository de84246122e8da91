import { describeStore } from '../../../test/history/store-contract.js'
import { temporaryDirectory } from '../../../test/history/temporary-directory.js'
import { SqliteStore } from '../../../test/support/sqlite-store.js'

describeStore('store in memory', async () => {
  const store = SqliteStore.open({ directory: ':memory:' })
  return { store, dispose: () => store.close() }
})

// So few that every test has results in spans and some that are in none.
describeStore('store with spans of three results', async () => {
  const store = SqliteStore.open({ directory: ':memory:' }, { spanResults: 3 })
  return { store, dispose: () => store.close() }
})

describeStore('store in a file', async () => {
  const directory = temporaryDirectory()
  let store = SqliteStore.open({ directory: directory.path })
  return {
    store,
    reopen: async () => {
      await store.close()
      store = SqliteStore.open({ directory: directory.path })
      return store
    },
    dispose: async () => {
      await store.close()
      directory.remove()
    },
  }
})
