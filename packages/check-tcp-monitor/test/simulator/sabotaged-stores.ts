import type { Batch } from '../../src/core/store/commits.js'
import type { OutboxUpdate } from '../../src/core/store/outbox.js'
import type { MemoryStore } from './memory-store.js'

/** Loses the ends of incidents. */
export function endless(store: MemoryStore): MemoryStore {
  const commit = store.commit.bind(store)
  store.commit = (batch: Batch) => {
    const incidents = (batch.incidents ?? []).filter(({ closedAt }) => closedAt === undefined)
    return commit({ ...batch, incidents })
  }
  return store
}

/** Loses what could not be delivered at once. */
export function losing(store: MemoryStore): MemoryStore {
  const update = store.updateOutbox.bind(store)
  store.updateOutbox = (how: OutboxUpdate) => {
    if (how.kind !== 'later') return update(how)
    return update({ kind: 'dead', seqs: how.seqs, at: 0, error: how.error })
  }
  return store
}

/** Confuses when incidents end. */
export function confusing(store: MemoryStore): MemoryStore {
  const commit = store.commit.bind(store)
  store.commit = (batch: Batch) => {
    const incidents = (batch.incidents ?? []).map((incident) =>
      incident.closedAt === undefined ? incident : { ...incident, closedAt: incident.since - 1 },
    )
    return commit({ ...batch, incidents })
  }
  return store
}

/** Keeps the first of the results that come together. */
export function leaky(store: MemoryStore): MemoryStore {
  const commit = store.commit.bind(store)
  store.commit = (batch: Batch) =>
    commit({ ...batch, observations: batch.observations.slice(0, 1) })
  return store
}
