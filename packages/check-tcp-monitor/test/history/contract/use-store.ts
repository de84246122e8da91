import { afterEach, beforeEach } from 'vitest'
import type { Store } from '../../../src/core/store/store.js'

interface StoreFixture {
  readonly store: Store
  /** Closes it and opens it again; absent where nothing outlives closing. */
  readonly reopen?: () => Promise<Store>
  readonly dispose: () => Promise<void>
}

export type OpenStore = () => Promise<StoreFixture>

/** The store of one test. */
interface OpenedStore {
  readonly store: Store
  /** Reopened where that is possible, so that the tests see what is on disk. */
  again(): Promise<Store>
  readonly outlivesClosing: boolean
}

/** Opens a store for each test of a suite, and gives it back after the test. */
export function useStore(open: OpenStore): OpenedStore {
  let fixture: StoreFixture
  let store: Store
  beforeEach(async () => {
    fixture = await open()
    store = fixture.store
  })
  afterEach(() => fixture.dispose())
  return {
    get store() {
      return store
    },
    async again() {
      if (fixture.reopen) store = await fixture.reopen()
      return store
    },
    get outlivesClosing() {
      return fixture.reopen !== undefined
    },
  }
}
