import {
  addDeadRoute,
  disableIpv6,
  drop,
  type Lab,
  type Rejection,
  reject,
  setLinkDown,
} from 'check-tcp-lab'
import { expectFailure, inBothFamilies, PORT, type Row, targetIn } from './row.js'

function elsewhereIn(family: 4 | 6): (lab: Lab) => { host: string; port: number } {
  return ({ elsewhere }) => ({ host: family === 4 ? elsewhere.ipv4 : elsewhere.ipv6, port: PORT })
}

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
    title: `no host on the own network has the address (IPv${family})`,
    parameters: (lab) => ({ ...absentIn(family)(lab), timeout: 6 }),
    expected: expectFailure('network_unreachable', { code: 'EHOSTUNREACH' }),
  })),
  ...inBothFamilies((family) => ({
    title: `no host on the own network has the address, and the timeout is over before the kernel knows (IPv${family})`,
    parameters: (lab) => ({ ...absentIn(family)(lab), timeout: 0.5 }),
    expected: expectFailure('timeout'),
  })),
  ...inBothFamilies((family) => ({
    title: `the route to the address is \`unreachable\` (IPv${family})`,
    arrange: (lab) => addDeadRoute(lab.prober, 'unreachable', elsewhereIn(family)(lab).host),
    parameters: elsewhereIn(family),
    expected: expectFailure('network_unreachable', { code: 'EHOSTUNREACH' }),
  })),
  ...inBothFamilies((family) => ({
    title: `the route to the address is \`throw\` (IPv${family})`,
    arrange: (lab) => addDeadRoute(lab.prober, 'throw', elsewhereIn(family)(lab).host),
    parameters: elsewhereIn(family),
    expected: expectFailure('network_unreachable', { code: 'ENETUNREACH' }),
  })),
  ...inBothFamilies((family) => ({
    title: `this machine has no route to the address (IPv${family})`,
    parameters: elsewhereIn(family),
    expected: expectFailure('network_unreachable', { code: 'ENETUNREACH' }),
  })),
  ...inBothFamilies((family) => ({
    title: `this machine's link is down (IPv${family})`,
    arrange: ({ prober }) => setLinkDown(prober),
    parameters: targetIn(family),
    expected: expectFailure('network_unreachable', { code: 'ENETUNREACH' }),
  })),
  ...['192.0.2.255', '224.0.0.1', 'ff02::1%eth0'].map(
    (host): Row => ({
      title: `the address is for broadcast or multicast (${host})`,
      parameters: () => ({ host, port: PORT }),
      expected: expectFailure('network_unreachable', { code: 'ENETUNREACH' }),
    }),
  ),
  {
    title: 'this machine has IPv6 switched off',
    arrange: ({ prober }) => disableIpv6(prober),
    parameters: targetIn(6),
    expected: expectFailure('network_unreachable', {
      code: 'EADDRNOTAVAIL',
      cause: 'no_source_address',
    }),
  },
]
