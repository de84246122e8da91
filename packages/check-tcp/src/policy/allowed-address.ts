import type { Family } from '../core/target/ip-address.js'

declare const allowed: unique symbol

/** An address that the policy has let through. Only `policy/` makes one, so a connect that forgot the policy does not compile. */
export interface AllowedAddress {
  readonly text: string
  readonly family: Family
  readonly [allowed]: true
}
