import type { MaintenanceWindow } from './check.js'
import type { Severity } from './verdict.js'

/** Where notices go, as the config names it. Times are milliseconds; secrets are already filled in. */
export type ChannelConfig =
  | {
      readonly kind: 'webhook'
      readonly name: string
      readonly url: string
      readonly secret?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'alertmanager'
      readonly name: string
      readonly url: string
      readonly labels?: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'email'
      readonly name: string
      readonly host: string
      readonly port: number
      readonly secure: boolean
      readonly user?: string
      readonly password?: string
      readonly from: string
      readonly to: readonly string[]
    }
  | { readonly kind: 'slack'; readonly name: string; readonly url: string }
  | {
      readonly kind: 'pagerduty'
      readonly name: string
      readonly routingKey: string
      readonly url?: string
    }
  | {
      readonly kind: 'telegram'
      readonly name: string
      readonly token: string
      readonly chat: string
      readonly url?: string
    }
  | { readonly kind: 'command'; readonly name: string; readonly command: readonly string[] }

export type ChannelKind = ChannelConfig['kind']

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
  /** How often an open incident that nobody has acknowledged is told again; absent: never. */
  readonly repeatMs?: number
  /** Held until they end, unless critical; a resolve that comes meanwhile is told with what it resolves. */
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
  /** Asked for regularly while all is well; whoever watches it notices that the monitor has died. */
  readonly deadMan?: { readonly url: string; readonly everyMs: number }
}
