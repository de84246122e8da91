import type { ValidCheck } from 'check-tcp'
import type { AsWritten } from 'check-tcp/files'
import type { Severity } from '../verdict.js'
import type { CheckFleet } from './fleet.js'

/** When something is not to page anybody: from each time that the cron expression names, for `durationMs`. */
export interface MaintenanceWindow {
  readonly cron: string
  /** IANA name such as `Europe/Berlin`. */
  readonly timeZone: string
  readonly durationMs: number
}

/** One check of the config, ready to run. Times are milliseconds. */
export interface MonitoredCheck {
  /** Its name, which is used once in the whole config; history goes by it. */
  readonly id: string
  readonly description?: string
  /** `check_tcp_connection`; others may come. */
  readonly plugin: string
  /** Validated once, when the config is read. */
  readonly parameters: ValidCheck
  readonly everyMs: number
  readonly tags: readonly string[]
  /** Consecutive bad checks, the first one included, until the target is believed to be down. */
  readonly confirm: number
  /** Between two checks that confirm. */
  readonly confirmEveryMs: number
  /** Consecutive good checks until the target is believed to be up again. */
  readonly recover: number
  /** Consecutive slow checks until the target is believed to be degraded, and likewise back. */
  readonly slowConfirm: number
  /** Slower than this is slow; absent: the baseline alone says what is slow. */
  readonly expectedResponseMs?: number
  /** Whether the learned baseline makes a check slow. */
  readonly baseline: boolean
  readonly severity: Severity
  /** The severity of a degraded target. */
  readonly degradedSeverity: Severity
  /** Whether anybody is notified; incidents are kept all the same. */
  readonly alert: boolean
  /** Routes by name instead of by tags and severity. */
  readonly alertRoutes?: readonly string[]
  /** Checks without which this one cannot be up: while one of them is down, nobody is notified about this one. */
  readonly dependsOn: readonly string[]
  readonly maintenance: readonly MaintenanceWindow[]
  /** A canary tells "this location is isolated" from "all is down". It is checked like any other. */
  readonly canary: boolean
  /** Whether its target is looked at when it goes down. @default true */
  readonly evidence?: false
  /** Absent where the config names no locations: it is made from here. */
  readonly fleet?: CheckFleet
  readonly file: string
  readonly line: number
  /** What of its name, parameters and tags came from the environment, for the audit log. */
  readonly written?: AsWritten
}
