import type { AuditLog, CheckerOptions, Policy, TurnLedger } from 'check-tcp'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Store } from '../core/store.js'
import type { Clock } from '../core/time/clock.js'
import type { Monitor } from '../monitor/monitor.js'

/** Notices of one channel since the process began; `pending` are those that still stand in the outbox. */
export interface DeliveryFigure {
  readonly channel: string
  readonly delivered: number
  readonly failed: number
  readonly refused: number
  readonly pending?: number
}

/** What holds for every check that is made here, whoever asks for it. */
export interface HouseRules {
  /** @default everything is allowed */
  readonly policy: Policy | undefined
  /** Where every check is recorded; closing it is its owner's business. @default nowhere */
  readonly audit: AuditLog | undefined
  /** Where the turns at the limits are accounted for. */
  readonly ledger: TurnLedger
}

/** What the HTTP API serves, and by what. */
export interface HttpOptions {
  /** Asked again at every request, so that a reload changes token, hosts, modules and policy. */
  readonly config: () => MonitorConfig
  readonly monitor: Monitor
  readonly store: Store
  readonly clock: Clock
  /** Of this package. */
  readonly version: string
  /** @default none */
  readonly deliveries?: () => readonly DeliveryFigure[]
  /** Called when something was put into the outbox. @default nobody is */
  readonly deliver?: () => void
  /** Takes the config again; rejects with why it was not taken. @default not offered */
  readonly reload?: () => Promise<void>
  /** @default nobody is told */
  readonly log?: (message: string, data: object) => void
  /** Held to by `/probe` beside its own policy. @default no rules */
  readonly houseRules?: HouseRules
  /** What `/probe` checks with. @default the system's network and name service */
  readonly probeWith?: Pick<CheckerOptions, 'engine' | 'resolver'>
}
