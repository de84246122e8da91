import type { AuditOptions } from '../audit/audit-options.js'
import type { IpAddress } from '../core/target/ip-address.js'
import type { AllowedAddress } from './allowed-address.js'
import { checkRateLimits, type RateLimits } from './limits/rate-limits.js'
import { type PolicyRule, placesOf, ruleInWords, type Subject } from './rules/rule.js'
import { RuleBook } from './rules/rule-book.js'

export type Decision =
  | {
      readonly allowed: true
      readonly address: AllowedAddress
      readonly rule?: string
      /** An `allow` rule names it; it is not merely what no rule denies. */
      readonly byRule?: boolean
    }
  /** `rule` names what denied it, for the result. */
  | { readonly allowed: false; readonly rule: string }

/** Decides which addresses and ports may be probed. Asked for every address of every attempt, after the look-up. */
export interface Policy {
  decide(address: IpAddress, port: number, subject: Subject): Decision
  /** How fast. @default no limits */
  readonly limits?: RateLimits
  /** How fast as well; counted for this policy's checks alone, beside what others do. @default no limits */
  readonly ownLimits?: RateLimits
  /** Where every check must be recorded. A checker is made only with the log that was opened with it. @default nowhere */
  readonly audit?: AuditOptions
}

/** Lets everything through: what a person does by hand. */
export const allowAll: Policy = {
  decide: (address) => ({ allowed: true, address: allow(address) }),
}

export interface PolicyOptions {
  /** The first that matches decides. */
  readonly rules: readonly PolicyRule[]
  /** Where none matches. @default allow */
  readonly default?: 'allow' | 'deny'
  /**
   * What results call the rules by, one for each; of a rule with more than eight networks they tell the one that matched
   * as well. @default their place and their words
   */
  readonly names?: readonly string[]
  /**
   * The same rules with the networks that results are to tell, where those are others than they are: references to the
   * environment, perhaps. @default the rules themselves
   */
  readonly written?: readonly PolicyRule[]
  /** How fast, per second. @default no limits */
  readonly limits?: RateLimits
  /** Where every check must be recorded. @default nowhere */
  readonly audit?: AuditOptions | undefined
}

/**
 * Makes a policy of rules.
 *
 * @throws {RangeError} that names a rule or a limit and what is wrong with it
 * @example
 * const policy = createPolicy({ rules: [{ deny: { networks: ['private'], ports: ['1-1023'] } }] })
 */
export function createPolicy({
  rules,
  default: otherwise = 'allow',
  names = rules.map(nameOf),
  written = rules,
  limits = {},
  audit,
}: PolicyOptions): Policy {
  checkRateLimits(limits)
  const book = new RuleBook(rules, names, written)
  return {
    limits,
    ...(audit ? { audit } : {}),
    decide(address, port, subject) {
      const decisive = book.find(placesOf(address), port, subject)
      const allowed = decisive?.allows ?? otherwise === 'allow'
      const rule = decisive?.name ?? `default: ${otherwise}`
      if (!allowed) return { allowed, rule }
      return { allowed, address: allow(address), rule, byRule: decisive !== undefined }
    },
  }
}

/**
 * Denies the given networks and lets everything else through.
 *
 * @param networks addresses, CIDR blocks such as `10.0.0.0/8`, or classes such as `private`
 * @throws {RangeError} for a network that cannot be read
 */
export function denyNetworks(networks: readonly string[]): Policy {
  const rules = networks.map((network) => ({ deny: { networks: [network] } }))
  return createPolicy({ rules, names: networks.map((network) => `deny ${network}`) })
}

/**
 * For anything that answers others, who could otherwise look around in this machine's own network: loopback,
 * link-local, multicast, broadcast and metadata addresses are denied.
 */
export function policyForOthers(): Policy {
  return denyNetworks([
    'loopback',
    'link-local',
    'multicast',
    'broadcast',
    'unspecified',
    'metadata',
  ])
}

/** `rule 2: deny networks 10.0.0.0/8, ports 22` */
function nameOf(rule: PolicyRule, index: number): string {
  return `rule ${index + 1}: ${ruleInWords(rule, { values: ' ', conditions: ', ' })}`
}

/** The one place where an address becomes an allowed one. */
function allow(address: IpAddress): AllowedAddress {
  return address as AllowedAddress
}
