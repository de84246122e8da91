import { ThreadedStore } from '../../dist/history/sqlite/threads/threaded-store.js'
import { describeStore } from './store-contract.js'
import { temporaryDirectory } from './temporary-directory.js'

describeStore('store behind threads', async () => {
  const directory = temporaryDirectory()
  let store = await ThreadedStore.open({ directory: directory.path })
  return {
    store,
    reopen: async () => {
      await store.close()
      store = await ThreadedStore.open({ directory: directory.path })
      return store
    },
    dispose: async () => {
      await store.close()
      directory.remove()
    },
  }
})
