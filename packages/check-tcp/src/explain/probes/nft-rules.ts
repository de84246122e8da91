import type { IpAddress } from '../../core/target/ip-address.js'

/** A rule that may stop packets. */
export interface BlockingRule {
  /** As the firewall's own program prints it. */
  readonly rule: string
  /** Does the rule name the port, and nothing that another packet could be spared by? */
  readonly certain: boolean
}

/**
 * The rules, in what `nft list ruleset` printed, that drop or reject TCP to the address and port on its way out, or also
 * on its way in.
 */
export function blockingRules(
  ruleset: string,
  address: IpAddress,
  port: number,
  hooks: readonly ('output' | 'input')[] = ['output'],
): readonly BlockingRule[] {
  const chains = readChains(ruleset)
  const seen = new Set<string>()
  const found: BlockingRule[] = []
  const look = (name: string) => {
    if (seen.has(name)) return
    seen.add(name)
    for (const rule of chains.get(name) ?? []) {
      if (!mayMatch(rule, address, port)) continue
      const target = /\b(?:jump|goto) (\S+)/.exec(rule)?.[1]
      if (target) look(target)
      else if (/\b(drop|reject)\b/.test(rule)) found.push({ rule, certain: namesAll(rule) })
    }
  }
  for (const [name, rules] of chains) {
    if (rules.some((rule) => hooks.some((hook) => rule.includes(`hook ${hook} `)))) look(name)
  }
  return found
}

function readChains(ruleset: string): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, string[]>()
  let current: string[] | undefined
  for (const line of ruleset.split('\n').map((text) => text.trim())) {
    const name = /^chain (\S+) \{/.exec(line)?.[1]
    if (name) {
      current = chains.get(name) ?? []
      chains.set(name, current)
    } else if (line === '}') current = undefined
    else if (line !== '') current?.push(line)
  }
  return chains
}

/** Can the rule match at all? Conditions that are not understood are taken as met. */
function mayMatch(rule: string, { text, family }: IpAddress, port: number): boolean {
  if (/\b(udp|icmp|icmpv6|sctp) /.test(rule) && !/reject with/.test(rule)) return false
  if (rule.includes(family === 4 ? 'nfproto ipv6' : 'nfproto ipv4')) return false
  const daddr = /\bdaddr (\S+)/.exec(rule)?.[1]
  if (daddr && /^[\da-f.:]+$/.test(daddr) && daddr !== text) return false
  const dport = /\bdport (\{[^}]*\}|\S+)/.exec(rule)?.[1]
  return dport === undefined || hasPort(dport, port)
}

/** `22`, `1000-2000` or `{ 22, 80, 1000-2000 }`; what else stands there may mean the port. */
function hasPort(text: string, port: number): boolean {
  return text
    .replace(/[{}]/g, '')
    .split(',')
    .some((part) => {
      const [first = Number.NaN, last = first] = part.trim().split(/[-:]/).map(Number)
      return Number.isNaN(first) || (port >= first && port <= last)
    })
}

/** A rule with the port and a verdict alone stops every packet; one with other conditions only some. */
function namesAll(rule: string): boolean {
  return (
    /\bdport\b/.test(rule) &&
    !/\b(limit|quota|ct state|flags|skuid|skgid|!=|meter|add @)/.test(rule)
  )
}
