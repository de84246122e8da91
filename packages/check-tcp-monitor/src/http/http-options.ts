import type { AuditLog, CheckerOptions, Policy, TurnLedger } from 'check-tcp'
import type { Diagnostic } from 'check-tcp/files'
import type { Alerting } from '../alert/alerting.js'
import type { DeliveryFigure } from '../alert/outbox/delivery-figures.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Fleet } from '../core/link/fleet.js'
import type { PublishedFile } from '../core/published-file.js'
import type { Store } from '../core/store/store.js'
import type { Clock } from '../core/time/clock.js'
import type { Monitor } from '../monitor/monitor.js'
import type { Dashboard } from './dashboard/dashboard.js'

/** What holds for every check on this machine. */
export interface MachineRules {
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
  /** @default there are no pages */
  readonly dashboard?: Dashboard | undefined
  /** Of this package. */
  readonly version: string
  /** @default none */
  readonly deliveries?: () => readonly (DeliveryFigure & { readonly pending?: number })[]
  /** The channels of the config. @default it has none */
  readonly channels?: Pick<Alerting, 'channels' | 'test'>
  /** What the reading of the config warned of. @default nothing */
  readonly warnings?: () => readonly Diagnostic[]
  /** Called when something was put into the outbox. @default nobody is */
  readonly deliver?: () => void
  /** What people do with locations. @default the config names none */
  readonly fleet?: () => Fleet | undefined
  /** The files of a status page, by its name. @default there are none */
  readonly pageFiles?: (name: string) => Promise<readonly PublishedFile[] | undefined>
  /** Takes the config again; rejects with why it was not taken. @default not offered */
  readonly reload?: () => Promise<void>
  /** @default nobody is notified */
  readonly log?: (message: string, data: object) => void
  /** Held to by `/probe` beside its own policy. @default no rules */
  readonly machineRules?: MachineRules
  /** What `/probe` checks with. @default the system's network and name service */
  readonly probeWith?: Pick<CheckerOptions, 'engine' | 'resolver'>
}
