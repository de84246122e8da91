import type { NewOutboxEntry } from '../alert/outbox.js'
import type { SpoolGap } from '../link/agent-batch.js'
import type { Incident } from '../wire/incident.js'
import type { NewIncidentEntry } from '../wire/incident-entry.js'
import type { Observation } from '../wire/observation.js'
import type { OneOffMaintenance, Silence } from '../wire/planned-window.js'
import type { StateKey } from './state-key.js'

/** A state as the verdict machine left it; opaque to the store, which keeps it as JSON. */
export interface StoredState extends StateKey {
  readonly state: unknown
}

/** Where a batch comes from, and which one it is: what makes it safe to deliver it again. */
export interface BatchOrigin {
  /** Who numbers the batches, such as an agent and its epoch. */
  readonly source: string
  /** Of the source, ascending with each batch. */
  readonly cursor: number
  /** Only where the newest batch of the source that is stored has this cursor, or none is. @default whatever is stored */
  readonly after?: number
}

/** Everything that belongs together commits together, or not at all. */
export interface BatchContent {
  readonly observations: readonly Observation[]
  /** Replaces what is stored under the same key; `state: undefined` deletes it. */
  readonly states?: readonly StoredState[]
  /** Inserted, or replaced by `id`. */
  readonly incidents?: readonly Incident[]
  /** Numbered in their order; those of incidents that are not stored are left out. */
  readonly entries?: readonly NewIncidentEntry[]
  readonly outbox?: readonly NewOutboxEntry[]
  readonly silences?: readonly Silence[]
  readonly maintenance?: readonly OneOffMaintenance[]
}

/** What becomes of the spool in a commit. */
export type SpoolChange =
  /**
   * The observations of the batch wait for the hub too, but those of the checks in `except`, and so does that others were lost
   * before them.
   */
  | { readonly kind: 'add'; readonly lost?: SpoolGap; readonly except?: readonly string[] }
  /** All results before this number are on the hub's disk. `at`: wall milliseconds. */
  | { readonly kind: 'received'; readonly next: number; readonly at: number }
  /** It is a copy of a spool that has gone on elsewhere: it is another one from now on. */
  | { readonly kind: 'renew' }

/** What is committed at once. */
export interface Batch extends BatchContent {
  /** Observations that were given up before these, since the store could not take them. A store without a spool keeps nothing of it. */
  readonly lost?: SpoolGap
  /** A batch whose cursor is not beyond the newest one of its source is stored already, and is not stored again. */
  readonly origin?: BatchOrigin
  /** The token of the lease under which it was judged. In a history that hubs share, it is stored only while that lease holds. @default it was not judged */
  readonly lease?: number
  /** Its observations were made elsewhere, by other clocks than this one. @default false */
  readonly isRelayed?: boolean
  /** @default there is no spool */
  readonly spool?: SpoolChange
}

/** Writes what the monitor found out. */
export interface Commits {
  /**
   * Resolves when the batch is on disk, by this commit or, where it says its origin, by one before.
   *
   * @throws {StoreError} (as a rejection) where the store cannot serve, `STORE_OUTRUN` where something else of its source was stored
   *   meanwhile, `STORE_FENCED` where its lease is over; nothing of the batch is then stored
   */
  commit(batch: Batch): Promise<void>
}
