import type { Family } from '../core/ip-address.js'

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

export function icmpMeaning(family: Family, type: number, code: number): string {
  return MEANINGS[family][`${type} ${code}`] ?? `type_${type}_code_${code}`
}
