import type { ValidCheck } from 'check-tcp'
import type { SpoolLimits } from '../store/spool-role.js'
import type { ChannelConfig } from './alerting.js'

/** What an agent does while no hub answers: it notifies by itself of what is down from here. */
export interface AloneSettings {
  /** How long no hub has answered, milliseconds. */
  readonly afterMs: number
  /** At least one. */
  readonly channels: readonly ChannelConfig[]
}

/** What `agent.yaml` says: what the machine of an agent decides itself, whatever its hub wants. */
export interface AgentSettings {
  /** Where it keeps its key, its checks and its results; absent: where it is told to by the command. */
  readonly directory?: string
  /** A policy file. @default that of this machine */
  readonly policy?: string
  readonly spool: SpoolLimits
  /** Targets that show whether this location is online. */
  readonly canaries: readonly ValidCheck[]
  /** Whether the hub may have targets checked once that are none of its checks. */
  readonly adHoc: boolean
  /** Paths of PEM files: the certificate that it shows to hubs, and its key. */
  readonly tls?: { readonly certificate: string; readonly key: string }
  /** Absent: it notifies nobody. */
  readonly alone?: AloneSettings
}
