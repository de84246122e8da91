import type { Family, Host } from './host.js'

/** Which packets a rule is for: TCP to `port`, of one family or of both, on their way in or out of the host. */
export interface Traffic {
  readonly port: number
  readonly family?: Family
  /** `input` where left out. */
  readonly chain?: 'input' | 'forward' | 'output'
}

/** The answers that nftables' `reject` can give, by their names in nft(8). */
export const REJECTIONS = {
  'tcp-reset': { 4: 'tcp reset', 6: 'tcp reset' },
  'port-unreachable': { 4: 'icmp port-unreachable', 6: 'icmpv6 port-unreachable' },
  'admin-prohibited': { 4: 'icmp admin-prohibited', 6: 'icmpv6 admin-prohibited' },
  'host-unreachable': { 4: 'icmp host-unreachable', 6: 'icmpv6 addr-unreachable' },
  'net-unreachable': { 4: 'icmp net-unreachable', 6: 'icmpv6 no-route' },
  /** ICMPv6 has no such code. */
  'prot-unreachable': { 4: 'icmp prot-unreachable', 6: undefined },
} as const

export type Rejection = keyof typeof REJECTIONS

/** nft(8) writes "has SYN and lacks ACK" so: the first packet of a handshake, and each repetition of it. */
const SYN = 'tcp flags syn / syn,ack'

/** Drops every packet without a word. At the sender's `output` too connect(2) sees only silence: no EPERM comes. */
export function drop(host: Host, traffic: Traffic): Promise<void> {
  return addRules(host, traffic, (packets) => `${packets} drop`)
}

/** Answers every packet with a refusal. */
export function reject(host: Host, traffic: Traffic, how: Rejection): Promise<void> {
  return addRules(host, traffic, (packets, family) => {
    const answer = REJECTIONS[how][family]
    return answer && `${packets} reject with ${answer}`
  })
}

/**
 * Drops the first `count` SYNs of every connection. A SYN of Linux is 60 bytes long in IPv4 (20 of IP, 20 of
 * TCP, 20 of options) and 80 in IPv6, and `quota until` matches as long as no more bytes than that have passed.
 */
export function dropFirstSyns(host: Host, traffic: Traffic, count: number): Promise<void> {
  if (count === 0) return Promise.resolve()
  return addRules(host, traffic, (packets, family) => {
    const source = family === 4 ? 'ip saddr' : 'ip6 saddr'
    const bytes = (family === 4 ? 60 : 80) * count
    const connection = `${source} . tcp sport . tcp dport . tcp sequence`
    return `${packets} ${SYN} add @connections${family} { ${connection} quota until ${bytes} bytes } drop`
  })
}

/**
 * Lets the handshake's first two packets pass and answers the third with a RST: the client's socket is connected
 * for an instant and then fails with ECONNRESET, before its process can look at it.
 */
export function resetAfterHandshake(host: Host, traffic: Traffic): Promise<void> {
  return addRules(
    host,
    traffic,
    (packets) => `${packets} tcp flags & syn == 0 reject with tcp reset`,
  )
}

/** Counts the SYNs that leave this host for an address; the function returned gives the count so far. */
export async function countSyns(
  host: Host,
  address: string,
  family: Family,
): Promise<() => Promise<number>> {
  const counter = `syns_${address.replace(/[^0-9a-f]/g, '_')}`
  const to = family === 4 ? 'ip daddr' : 'ip6 daddr'
  await host.nft(`add counter inet lab ${counter}
    insert rule inet lab output ${to} ${address} ${SYN} counter name ${counter}`)
  return async () => {
    const listed = await host.run('nft', ['list', 'counter', 'inet', 'lab', counter])
    return Number(/packets (\d+)/.exec(listed)?.[1])
  }
}

type RuleOf = (packets: string, family: Family) => string | undefined

async function addRules(host: Host, traffic: Traffic, ruleOf: RuleOf): Promise<void> {
  const { port, family, chain = 'input' } = traffic
  const families: readonly Family[] = family ? [family] : [4, 6]
  const rules = families.flatMap((each) => {
    const rule = ruleOf(`meta nfproto ipv${each} tcp dport ${port}`, each)
    return rule ? [`add rule inet lab ${chain} ${rule}`] : []
  })
  if (rules.length === 0) throw new Error(`nftables has no such rule for IPv${family}`)
  await host.nft(rules.join('\n'))
}
