import { describe } from 'vitest'
import { describeAdmin } from './contract/describe-admin.js'
import { describeCommits } from './contract/describe-commits.js'
import { describeEntries } from './contract/describe-entries.js'
import { describeOutbox } from './contract/describe-outbox.js'
import { describeQueries } from './contract/describe-queries.js'
import { describeSums } from './contract/describe-sums.js'
import type { OpenStore } from './contract/use-store.js'

/** What every implementation of the store does, role by role. */
export function describeStore(name: string, open: OpenStore): void {
  describe(`the ${name}`, () => {
    describeCommits(open)
    describeOutbox(open)
    describeEntries(open)
    describeQueries(open)
    describeSums(open)
    describeAdmin(open)
  })
}
