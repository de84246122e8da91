import type { PolicyOptions } from 'check-tcp'
import type { CheckParameters } from 'check-tcp/parameters'
import type { Retention } from '../store/store-admin.js'
import type { AccessToken, AuthProxy } from './access.js'
import type { AlertingConfig } from './alerting.js'
import type { MonitoredCheck } from './check.js'
import type { FleetLocation, HubConfig } from './fleet.js'
import type { StatusPageConfig } from './status-page.js'

/** The parameters of a probe without its target, which its caller names. */
export type ProbeModule = Partial<Omit<CheckParameters, 'host' | 'port'>>

/** Everything that the config says, read and valid; nothing looks at the files again until a reload. */
export interface MonitorConfig {
  /** The files that it was read from, for watching them. */
  readonly files: readonly string[]
  readonly location: string
  /** Where the history is. */
  readonly directory: string
  readonly checks: readonly MonitoredCheck[]
  /** From where checks are made; none: from here alone. */
  readonly locations?: readonly FleetLocation[]
  /** Where the agents of the locations report. */
  readonly hub?: HubConfig
  readonly alerting: AlertingConfig
  readonly retention: Retention
  /** How long results may wait before they are written to the disk, milliseconds. @default 1,000 */
  readonly syncMs?: number
  readonly http:
    | {
        readonly host: string
        readonly port: number
        /** Of the role admin. Without this and others: this machine alone may read, and nobody may change anything. */
        readonly token?: string
        /** Others, with their names and roles. */
        readonly tokens?: readonly AccessToken[]
        readonly authProxy?: AuthProxy
        /** Host names by which it may be asked, beside addresses and localhost. */
        readonly hosts: readonly string[]
        /** Modules of `/probe` by name. */
        readonly modules: Readonly<Record<string, ProbeModule>>
        /** What `/probe` may reach; absent: nothing. */
        readonly probePolicy?: PolicyOptions
      }
    | undefined
  /** Pages for everybody. @default none */
  readonly statusPages?: readonly StatusPageConfig[]
  /** Checks under way at once. */
  readonly concurrency: number
}
