import type { Severity } from '../verdict.js'
import type { MaintenanceWindow } from './check.js'

/**
 * Where notices go, as the config names it: beside these two the settings of its kind, as `alert/channels/` describes
 * them, secrets already filled in.
 */
export interface ChannelConfig {
  readonly kind: string
  readonly name: string
  readonly [setting: string]: unknown
}

/** Which notices go to which channels. The first route that matches takes a notice, unless it says `continue`. */
export interface Route {
  readonly name: string
  /** All of them; none: every notice. */
  readonly tags: readonly string[]
  /** Any of them; none: every severity. */
  readonly severities: readonly Severity[]
  readonly channels: readonly string[]
  readonly continue: boolean
  /** Notices with equal values of these go out in one message: `tag`, `severity`, `location`, `check`, or none at all. */
  readonly groupBy: readonly ('tags' | 'severity' | 'location' | 'check')[]
  /** How long the first notice of a group waits for others. */
  readonly groupWaitMs: number
  /** How often people are reminded of an open incident that nobody has acknowledged; absent: never. */
  readonly repeatMs?: number
  /** Held until they end, unless critical; a resolve that comes meanwhile goes out with what it resolves. */
  readonly quiet: readonly MaintenanceWindow[]
}

/** While a notice that matches `source` is open, those that match `target` are not sent. */
export interface Inhibition {
  readonly source: { readonly tags: readonly string[]; readonly severities: readonly Severity[] }
  readonly target: { readonly tags: readonly string[]; readonly severities: readonly Severity[] }
}

export interface AlertingConfig {
  readonly channels: readonly ChannelConfig[]
  readonly routes: readonly Route[]
  readonly inhibitions: readonly Inhibition[]
  /** Asked for regularly while all is well; the service behind it notices that the monitor has died. */
  readonly heartbeat?: { readonly url: string; readonly everyMs: number }
}
