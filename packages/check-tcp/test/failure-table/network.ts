import { drop, type Lab, type Rejection, reject } from 'check-tcp-lab'
import { expectFailure, inBothFamilies, PORT, type Row, targetIn } from './row.js'

function absentIn(family: 4 | 6): (lab: Lab) => { host: string; port: number } {
  return ({ absent }) => ({ host: family === 4 ? absent.ipv4 : absent.ipv6, port: PORT })
}

function rejected(how: Rejection, family: 4 | 6, code: string, cause?: string): Row {
  return {
    title: `a firewall answers ${how} (IPv${family})`,
    arrange: ({ target }) => reject(target, { port: PORT, family }, how),
    parameters: targetIn(family),
    expected: expectFailure('network_unreachable', { code, ...(cause ? { cause } : {}) }),
  }
}

export const NETWORK: readonly Row[] = [
  rejected('admin-prohibited', 4, 'EHOSTUNREACH'),
  // ICMPv6 says EACCES where ICMP says EHOSTUNREACH; it is a firewall on the way all the same.
  rejected('admin-prohibited', 6, 'EACCES', 'prohibited_by_a_firewall_on_the_way'),
  rejected('host-unreachable', 4, 'EHOSTUNREACH'),
  rejected('host-unreachable', 6, 'EHOSTUNREACH'),
  rejected('net-unreachable', 4, 'ENETUNREACH'),
  rejected('net-unreachable', 6, 'ENETUNREACH'),
  rejected('prot-unreachable', 4, 'ENOPROTOOPT'),
  ...inBothFamilies((family) => ({
    title: `a router on the way answers net-unreachable (IPv${family})`,
    lab: { router: true },
    arrange: async ({ router }) =>
      router && reject(router, { port: PORT, family, chain: 'forward' }, 'net-unreachable'),
    parameters: targetIn(family),
    expected: expectFailure('network_unreachable', { code: 'ENETUNREACH' }),
  })),
  ...inBothFamilies((family) => ({
    title: `a firewall on the way drops the packets (IPv${family})`,
    lab: { router: true },
    arrange: async ({ router }) => router && drop(router, { port: PORT, family, chain: 'forward' }),
    parameters: (lab) => ({ ...targetIn(family)(lab), timeout: 0.3 }),
    expected: expectFailure('timeout'),
  })),
  ...inBothFamilies((family) => ({
    title: `no host on the local network has the address (IPv${family})`,
    parameters: (lab) => ({ ...absentIn(family)(lab), timeout: 6 }),
    expected: expectFailure('network_unreachable', { code: 'EHOSTUNREACH' }),
  })),
  ...inBothFamilies((family) => ({
    title: `no host on the local network has the address, and the timeout is over before the kernel knows (IPv${family})`,
    parameters: (lab) => ({ ...absentIn(family)(lab), timeout: 0.5 }),
    expected: expectFailure('timeout'),
  })),
]
