import { describeStore } from '../history/store-contract.js'
import { MemoryStore } from './memory-store.js'

describeStore('store of the simulator', async () => {
  const store = new MemoryStore()
  return { store, dispose: () => store.close() }
})
