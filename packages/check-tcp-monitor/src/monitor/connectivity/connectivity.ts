/** Whether this location reaches the network, as far as is known: a small state that others look at. */
export interface Connectivity {
  /** Nobody answers, so nothing is known about any target. */
  readonly isIsolated: boolean
  /** The count of events when the location was last found to be isolated no longer; 0 if it never was. */
  readonly onlineSince: number
}
