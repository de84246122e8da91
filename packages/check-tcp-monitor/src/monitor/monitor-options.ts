import type { Checker } from 'check-tcp'
import type { Router } from '../core/alert/router.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { HeardVote } from '../core/link/heard-vote.js'
import type { Baselines } from '../core/response-time/baseline.js'
import type { Store } from '../core/store/store.js'
import type { Clock, Random } from '../core/time/clock.js'
import type { LookAt } from './evidence/look.js'

/** What locations said of checks, and what it is worth now. */
export interface Votes {
  /** One for each location, in their order. @param everyMs of the check */
  heard(checkId: string, everyMs: number, locations: readonly string[]): readonly HeardVote[]
}

export interface MonitorOptions {
  readonly config: MonitorConfig
  readonly router: Router
  readonly clock: Clock
  readonly random: Random
  readonly checker: Pick<Checker, 'check'>
  readonly store: Store
  readonly baselines: Baselines
  /** What the locations of checks say that have some. @default nothing is known of such checks */
  readonly votes?: Votes
  /** Looks at the targets of checks that go down. @default nobody does */
  readonly lookAt?: LookAt
  /** Called when notices stand in the outbox. */
  readonly onOutbox?: () => void
  /** Called when the first notice of an incident need not wait for a look any more. */
  readonly onEvidence?: () => void
  /** Called when the history cannot be written, each time again, and with undefined when it can be again. */
  readonly onStore?: (problem: string | undefined) => void
  /** Tells of what people who run the monitor want to read. */
  readonly log?: (level: 'info' | 'warn' | 'error', message: string, data?: object) => void
}
