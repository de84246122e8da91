import type { TaskReference } from '../audit/entries/entry.js'
import type { CheckWatcher } from './check-watcher.js'

export interface CheckOptions {
  /** Ends the check at once with the failure `cancelled`. */
  readonly signal?: AbortSignal
  /** Words that rules of the policy may go by. */
  readonly tags?: readonly string[]
  /** Who asks, where somebody passes checks of others on; rules of the policy may go by it. */
  readonly caller?: string
  /** The task that the check is made for, for the audit log. */
  readonly task?: TaskReference
}

/** What the parts of check-tcp itself may say beside that. */
export interface InnerCheckOptions extends CheckOptions {
  /** Called when the check is made and its result waits for the audit log alone. */
  readonly onProbed?: () => void
  readonly watcher?: CheckWatcher
  /**
   * Milliseconds that silent addresses are still waited for once another address of the host has said no; they count as
   * `timeout` then. @default their whole timeout
   */
  readonly graceMs?: number
  /** The name that an address was found for: rules of the policy and limits of hosts go by it. @default the host */
  readonly name?: string
  /** The same as a search domain completed it; rules of the policy hold for both. */
  readonly fullName?: string | undefined
}
