import {
  addDeadRoute,
  disableIpv6,
  drop,
  type Lab,
  type Rejection,
  reject,
  setLinkDown,
} from 'check-tcp-lab'
import { type Expected, expectFailure, inBothFamilies, PORT, type Row, targetIn } from './row.js'

function elsewhereIn(family: 4 | 6): (lab: Lab) => { host: string; port: number } {
  return ({ elsewhere }) => ({ host: family === 4 ? elsewhere.ipv4 : elsewhere.ipv6, port: PORT })
}

/** Connect(2) failed, or what this machine sent never left it: nothing is known about the target. */
function unreachableHere(code: string, cause: string): Expected {
  return expectFailure('network_unreachable', { code, cause, fault: 'local' })
}

function rejected(how: Rejection, family: 4 | 6, expected: Expected): Row {
  return {
    title: `this machine's own firewall answers ${how} (IPv${family})`,
    arrange: ({ prober }) => reject(prober, { port: PORT, family, chain: 'output' }, how),
    parameters: targetIn(family),
    expected,
  }
}

const REFUSED_HERE = expectFailure('refused', {
  code: 'ECONNREFUSED',
  cause: 'own_firewall',
  fault: 'local',
})

/** Sends what goes elsewhere by way of a gateway that nobody is. */
async function routeByDeadGateway({ prober, absent, elsewhere }: Lab, family: 4 | 6) {
  const [host, gateway] =
    family === 4 ? [elsewhere.ipv4, absent.ipv4] : [elsewhere.ipv6, absent.ipv6]
  await prober.ip('route', 'add', host, 'via', gateway)
}

/** What this machine's own routes, links and firewall do: no packet reaches the wire, or none that carries the question. */
export const OWN_NETWORK: readonly Row[] = [
  ...inBothFamilies((family) => ({
    title: `the route to the address is \`unreachable\` (IPv${family})`,
    arrange: (lab) => addDeadRoute(lab.prober, 'unreachable', elsewhereIn(family)(lab).host),
    parameters: elsewhereIn(family),
    expected: unreachableHere('EHOSTUNREACH', 'unreachable_route'),
  })),
  ...inBothFamilies((family) => ({
    title: `the route to the address is \`blackhole\` (IPv${family})`,
    arrange: (lab) => addDeadRoute(lab.prober, 'blackhole', elsewhereIn(family)(lab).host),
    parameters: elsewhereIn(family),
    expected: unreachableHere('EINVAL', 'route_discards'),
  })),
  ...inBothFamilies((family) => ({
    title: `a rule for the port sends it into a blackhole (IPv${family})`,
    arrange: ({ prober }) =>
      prober.ip(`-${family}`, 'rule', 'add', 'ipproto', 'tcp', 'dport', `${PORT}`, 'blackhole'),
    parameters: targetIn(family),
    expected: unreachableHere('EINVAL', 'route_discards'),
  })),
  ...inBothFamilies((family) => ({
    title: `the route to the address is \`throw\` (IPv${family})`,
    arrange: (lab) => addDeadRoute(lab.prober, 'throw', elsewhereIn(family)(lab).host),
    parameters: elsewhereIn(family),
    expected: unreachableHere('ENETUNREACH', 'no_route'),
  })),
  ...inBothFamilies((family) => ({
    title: `this machine has no route to the address (IPv${family})`,
    parameters: elsewhereIn(family),
    expected: unreachableHere('ENETUNREACH', 'no_route'),
  })),
  ...inBothFamilies((family) => ({
    title: `this machine's link is down (IPv${family})`,
    arrange: ({ prober }) => setLinkDown(prober),
    parameters: targetIn(family),
    expected: unreachableHere('ENETUNREACH', 'no_route'),
  })),
  ...['192.0.2.255', '224.0.0.1', 'ff02::1%eth0'].map(
    (host): Row => ({
      title: `the address is for broadcast or multicast (${host})`,
      parameters: () => ({ host, port: PORT }),
      expected: unreachableHere('ENETUNREACH', 'no_route'),
    }),
  ),
  {
    title: 'this machine has IPv6 switched off',
    arrange: ({ prober }) => disableIpv6(prober),
    parameters: targetIn(6),
    expected: unreachableHere('EADDRNOTAVAIL', 'no_source_address'),
  },
  rejected('tcp-reset', 4, REFUSED_HERE),
  rejected('tcp-reset', 6, REFUSED_HERE),
  rejected('port-unreachable', 4, REFUSED_HERE),
  rejected('port-unreachable', 6, REFUSED_HERE),
  rejected('admin-prohibited', 4, unreachableHere('EHOSTUNREACH', 'own_firewall')),
  rejected('admin-prohibited', 6, unreachableHere('EACCES', 'own_firewall')),
  rejected('host-unreachable', 4, unreachableHere('EHOSTUNREACH', 'own_firewall')),
  rejected('host-unreachable', 6, unreachableHere('EHOSTUNREACH', 'own_firewall')),
  rejected('net-unreachable', 4, unreachableHere('ENETUNREACH', 'own_firewall')),
  rejected('net-unreachable', 6, unreachableHere('ENETUNREACH', 'own_firewall')),
  rejected('prot-unreachable', 4, unreachableHere('ENOPROTOOPT', 'own_firewall')),
  ...inBothFamilies((family) => ({
    title: `this machine's own firewall drops the packets, and the kernel has had time to send twice (IPv${family})`,
    arrange: ({ prober }) => drop(prober, { port: PORT, family, chain: 'output' }),
    parameters: (lab) => ({ ...targetIn(family)(lab), timeout: 1.8 }),
    expected: expectFailure('timeout', { cause: 'dropped_by_this_machine', fault: 'local' }),
  })),
  ...inBothFamilies((family) => ({
    title: `nobody answers for the gateway (IPv${family})`,
    arrange: (lab) => routeByDeadGateway(lab, family),
    parameters: (lab) => ({ ...elsewhereIn(family)(lab), timeout: 6 }),
    expected: unreachableHere('EHOSTUNREACH', 'gateway_silent'),
  })),
  ...inBothFamilies((family) => ({
    title: `nobody answers for the gateway, and the timeout is over before the kernel knows (IPv${family})`,
    arrange: (lab) => routeByDeadGateway(lab, family),
    parameters: (lab) => ({ ...elsewhereIn(family)(lab), timeout: 0.5 }),
    expected: expectFailure('timeout', { cause: 'gateway_silent', fault: 'local' }),
  })),
  ...inBothFamilies((family) => ({
    title: `this machine's link has no carrier (IPv${family})`,
    arrange: ({ target }) => setLinkDown(target),
    parameters: (lab) => ({ ...targetIn(family)(lab), timeout: 1.8 }),
    expected: expectFailure('timeout', { cause: 'link_down', fault: 'local' }),
  })),
  ...inBothFamilies((family) => ({
    title: `this machine's link has no carrier, and the kernel has given up (IPv${family})`,
    arrange: ({ target }) => setLinkDown(target),
    parameters: ({ absent }) => ({
      host: family === 4 ? absent.ipv4 : absent.ipv6,
      port: PORT,
      timeout: 9,
    }),
    expected: unreachableHere('EHOSTUNREACH', 'link_down'),
  })),
]
