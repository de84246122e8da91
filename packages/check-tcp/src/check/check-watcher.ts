import type { IpAddress } from '../core/target/ip-address.js'

/** Is told what a check is doing while it is under way, so that a person can be told. */
export interface CheckWatcher {
  /** An attempt begins; the first is 1. */
  onAttempt(attempt: number): void
  /** A connect with this address begins. */
  onConnect(address: IpAddress): void
}
