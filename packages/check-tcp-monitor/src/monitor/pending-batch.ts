import type { NewOutboxEntry } from '../core/alert/outbox.js'
import type { SpoolGap } from '../core/link/agent-batch.js'
import { joinGaps } from '../core/link/spool-gap.js'
import type { Batch, BatchContent, StoredState } from '../core/store/commits.js'
import { stateKeyText } from '../core/store/state-key.js'
import type { StoreError } from '../core/store/store-error.js'
import type { Incident } from '../core/wire/incident.js'
import type { NewIncidentEntry } from '../core/wire/incident-entry.js'
import type { Observation } from '../core/wire/observation.js'
import type { OneOffMaintenance, Silence } from '../core/wire/planned-window.js'

/** What is to be committed next. */
export interface PendingBatch {
  readonly observations: Observation[]
  /** What was dropped before them. */
  lost: SpoolGap | undefined
  readonly states: Map<string, StoredState>
  readonly incidents: Map<string, Incident>
  readonly entries: NewIncidentEntry[]
  readonly outbox: NewOutboxEntry[]
  readonly silences: Map<string, Silence>
  readonly maintenance: Map<string, OneOffMaintenance>
  readonly done: Promised[]
  /** It does not wait for company. */
  isUrgent: boolean
}

/** Somebody who waits until what was added is on disk. */
interface Promised {
  readonly resolve: () => void
  readonly reject: (error: StoreError) => void
}

export function nothing(): PendingBatch {
  return {
    observations: [],
    lost: undefined,
    states: new Map(),
    incidents: new Map(),
    entries: [],
    outbox: [],
    silences: new Map(),
    maintenance: new Map(),
    done: [],
    isUrgent: false,
  }
}

export function addTo(into: PendingBatch, batch: Partial<BatchContent>): void {
  into.observations.push(...(batch.observations ?? []))
  for (const state of batch.states ?? []) into.states.set(stateKeyText(state), state)
  for (const incident of batch.incidents ?? []) into.incidents.set(incident.id, incident)
  into.entries.push(...(batch.entries ?? []))
  into.outbox.push(...(batch.outbox ?? []))
  for (const silence of batch.silences ?? []) into.silences.set(silence.id, silence)
  for (const each of batch.maintenance ?? []) into.maintenance.set(each.id, each)
}

export function joined(older: PendingBatch, newer: PendingBatch): PendingBatch {
  return {
    observations: older.observations.concat(newer.observations),
    lost: joinGaps(older.lost, newer.lost),
    states: new Map([...older.states, ...newer.states]),
    incidents: new Map([...older.incidents, ...newer.incidents]),
    entries: older.entries.concat(newer.entries),
    outbox: older.outbox.concat(newer.outbox),
    silences: new Map([...older.silences, ...newer.silences]),
    maintenance: new Map([...older.maintenance, ...newer.maintenance]),
    done: [],
    isUrgent: older.isUrgent || newer.isUrgent,
  }
}

export function isEmpty(pending: PendingBatch): boolean {
  return (
    pending.observations.length === 0 &&
    !pending.lost &&
    pending.states.size === 0 &&
    pending.done.length === 0 &&
    !isUrgent(pending)
  )
}

export function isUrgent({
  incidents,
  entries,
  outbox,
  silences,
  maintenance,
  done,
  isUrgent,
}: PendingBatch): boolean {
  if (isUrgent) return true
  const windows = silences.size + maintenance.size
  return incidents.size + entries.length > 0 || outbox.length > 0 || windows > 0 || done.length > 0
}

export function toBatch(pending: PendingBatch): Batch {
  const { observations, lost, states, incidents, entries, outbox, silences, maintenance } = pending
  return {
    observations,
    ...(lost && { lost }),
    states: [...states.values()],
    incidents: [...incidents.values()],
    entries,
    outbox,
    silences: [...silences.values()],
    maintenance: [...maintenance.values()],
  }
}
