import type { IpAddress } from '../../core/target/ip-address.js'
import type { AllowedAddress } from '../../policy/allowed-address.js'
import type { Policy } from '../../policy/policy.js'
import type { Subject } from '../../policy/rules/rule.js'
import type { ScanGuard } from '../../policy/scan/scan-guard.js'

type Permission =
  | { readonly address: AllowedAddress }
  /** What denied it, for the result. */
  | { readonly deniedBy: string }

export interface Guards {
  readonly policy: Policy
  /** Absent where somebody has said why they scan. */
  readonly scanGuard?: ScanGuard | undefined
}

/**
 * Asks the policy, then the scan guard; whatever sends a packet asks here before.
 *
 * @throws what the policy throws
 */
export function permit(
  address: IpAddress,
  port: number,
  subject: Subject,
  { policy, scanGuard }: Guards,
): Permission {
  const decision = policy.decide(address, port, subject)
  if (!decision.allowed) return { deniedBy: decision.rule }
  const denyReason = decision.byRule ? undefined : scanGuard?.denyReason(address, port)
  return denyReason === undefined ? { address: decision.address } : { deniedBy: denyReason }
}
