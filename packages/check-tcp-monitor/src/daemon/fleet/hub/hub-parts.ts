import type { AuditLog } from 'check-tcp'
import type { AgentReport, SpoolGap } from '../../../core/link/agent-batch.js'
import type { AgentDirectory } from '../../../core/link/agent-directory.js'
import type { Log } from '../../../core/log.js'
import type { Store } from '../../../core/store/store.js'
import type { Clock } from '../../../core/time/clock.js'
import type { HttpPort } from '../../../http/http-port.js'
import type { BatchStore } from '../../../link/hub/hub-desk.js'
import type { VoteBoard } from '../../../link/hub/vote-board.js'
import type { Certified } from '../../../link/identity/self-signed.js'
import type { Monitor } from '../../../monitor/monitor.js'

/** What the hub has of its agents in its store. */
export interface StoredAgents extends AgentDirectory, BatchStore {
  /** What the agents of a location lost before they could send it. */
  lostAt(location: string): SpoolGap | undefined | Promise<SpoolGap | undefined>
}

/** Whoever judges what agents say. */
export interface FleetJudge
  extends Pick<Monitor, 'noteStore' | 'noteReport' | 'noteResults' | 'checkOf'> {
  readonly agents: Pick<Monitor['agents'], 'begin' | 'expect' | 'forget' | 'hold'>
}

/** What a hub shares with others. */
export interface SharedParts {
  readonly agents: StoredAgents
  /** By which agents know all of them. */
  readonly certified: Certified
  /** Of the HTTP API, open whoever leads. @default the config has none */
  readonly http?: HttpPort | undefined
}

/** What a hub works with. */
export interface HubParts {
  readonly store: Pick<Store, 'commit' | 'queries'>
  readonly monitor: FleetJudge
  readonly votes: Pick<VoteBoard, 'note' | 'keep' | 'forget' | 'hold'>
  /** Called with what an agent says of itself, behind its votes. */
  readonly onReport?: (location: string, report: AgentReport) => void
  /** @default it is alone */
  readonly shared?: SharedParts | undefined
  readonly clock: Clock
  readonly log: Log
  /** Where it stands who was let in, and who no longer is. @default nowhere */
  readonly audit?: AuditLog | undefined
}
