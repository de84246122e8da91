import type { Family } from '../core/target/ip-address.js'
import type { SynOutcome } from './native/syn-probe.js'

/** An ICMP error in words, and the machine that sent it. */
export interface IcmpAnswer {
  readonly meaning: string
  readonly from: string
}

/** What a "destination unreachable" says, in the words of the firewalls and routers that send it. */
const MEANINGS: Readonly<Record<Family, Readonly<Record<string, string>>>> = {
  // RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1.
  4: {
    '3 0': 'net_unreachable',
    '3 1': 'host_unreachable',
    '3 2': 'protocol_unreachable',
    '3 3': 'port_unreachable',
    '3 9': 'admin_prohibited',
    '3 10': 'admin_prohibited',
    '3 13': 'admin_prohibited',
  },
  // RFC 4443 section 3.1.
  6: {
    '1 0': 'net_unreachable',
    '1 1': 'admin_prohibited',
    '1 3': 'host_unreachable',
    '1 4': 'port_unreachable',
    '1 5': 'admin_prohibited',
    '1 6': 'admin_prohibited',
  },
}

/** The ICMP error that a SYN was answered with, if any. */
export function icmpAnswerOf(outcome: SynOutcome, family: Family): IcmpAnswer | undefined {
  if (outcome.kind !== 'failed' || !outcome.icmp) return undefined
  const { type, code, from } = outcome.icmp
  return { meaning: MEANINGS[family][`${type} ${code}`] ?? `type_${type}_code_${code}`, from }
}

/** What ping(8) says of them. */
const PING_WORDS = [
  [/Net(work)? Unreachable|No route/i, 'net_unreachable'],
  [/Host Unreachable|Address unreachable/i, 'host_unreachable'],
  [/filtered|prohibited/i, 'admin_prohibited'],
] as const

/** The ICMP error in a line of ping(8), `From 192.0.2.254 icmp_seq=1 Destination Net Unreachable`. */
export function icmpAnswerIn(line: string): IcmpAnswer | undefined {
  const from = /^From (\S+)/.exec(line)?.[1]
  const meaning = PING_WORDS.find(([words]) => words.test(line))?.[1]
  return from && meaning ? { meaning, from } : undefined
}
