import type { Policy } from './policy.js'

/**
 * Lets through what both policies let through: where one is the machine's, and the other narrows what some may ask for.
 * A denial names the rule that denied, the first policy's where both do. Limits of both hold; those of the second are
 * counted by themselves, so that they slow down nobody else.
 *
 * @param first its audit log is the one that is insisted on, where it wants one
 * @example
 * const policy = combinePolicies(machine, createPolicy({ rules: [{ deny: { ports: [25] } }] }))
 */
export function combinePolicies(first: Policy, second: Policy): Policy {
  const audit = first.audit ?? second.audit
  return {
    limits: first.limits ?? {},
    ownLimits: second.limits ?? {},
    ...(audit ? { audit } : {}),
    decide(address, port, subject) {
      const decision = first.decide(address, port, subject)
      if (!decision.allowed) return decision
      const other = second.decide(address, port, subject)
      if (!other.allowed) return other
      return other.byRule || !decision.byRule ? other : decision
    },
  }
}
