import type { Environment } from 'check-tcp/files'
import type { LocalServicePool } from '../config/read/local-service-pool.js'
import type { FilesBefore } from '../config/watch/watch-config.js'
import type { Log } from '../core/log.js'
import type { DaemonHistory } from './daemon-history.js'
import type { SharedParts } from './fleet/hub/hub-parts.js'

export interface DaemonOptions {
  /** The config's main file. */
  readonly path: string
  /** A policy file by name. @default `CHECK_TCP_POLICY`, the machine's, the person's, none */
  readonly policy?: string | undefined
  /** Where `${NAME}` of the config is looked up. */
  readonly environment: Environment
  /** A pino logger is one. */
  readonly log: Log
  /** The history is lost to this process for good: it is to be ended with a failure, and started again. */
  readonly onDead?: (error: Error) => void
  /** What it shares with other hubs while it leads them; given back by whoever gave it. @default a history of its own */
  readonly shared?: SharedParts & { readonly history: DaemonHistory }
}

/** What was there before the config was read. */
export interface StartParts {
  /** How the files of the config were before they were read. */
  readonly before: FilesBefore
  /** Has the local services of the config. */
  readonly services: LocalServicePool
}
