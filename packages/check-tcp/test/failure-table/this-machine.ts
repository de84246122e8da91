import {
  addDeadRoute,
  drop,
  type Host,
  type Lab,
  setEphemeralPorts,
  setFirstUnprivilegedPort,
  setTcpTimestamps,
  useNameServers,
} from 'check-tcp-lab'
import { expectFailure, inBothFamilies, type LabServices, PORT, type Row, targetIn } from './row.js'

const SOURCE_PORT = 3000
const EPHEMERAL = { first: 40_000, last: 40_009 }

const fromSourcePort = (family: 4 | 6) => (lab: Lab) => ({
  ...targetIn(family)(lab),
  source_port: SOURCE_PORT,
})

/** Another connection of this machine, from the same source port to the same target, still open. */
async function keepConnection({ target }: Lab, services: LabServices, family: 4 | 6) {
  const host = family === 4 ? target.ipv4 : target.ipv6
  await services.onTarget.listen({ port: PORT })
  return services.onProber.dial({ host, port: PORT, sourcePort: SOURCE_PORT })
}

async function waitsInTimeWait(host: Host): Promise<boolean> {
  const sockets = await host.run('ss', ['-Htan', 'state', 'time-wait'])
  return sockets.includes(`:${SOURCE_PORT} `)
}

export const THIS_MACHINE: readonly Row[] = [
  ...inBothFamilies((family) => ({
    title: `this machine's own firewall drops the packets, and the timeout is over before it shows (IPv${family})`,
    arrange: ({ prober }) => drop(prober, { port: PORT, family, chain: 'output' }),
    parameters: (lab) => ({ ...targetIn(family)(lab), timeout: 0.3 }),
    expected: expectFailure('timeout'),
  })),
  ...inBothFamilies((family) => ({
    title: `the route to the address is \`prohibit\` (IPv${family})`,
    arrange: ({ prober, elsewhere }) =>
      addDeadRoute(prober, 'prohibit', family === 4 ? elsewhere.ipv4 : elsewhere.ipv6),
    parameters: ({ elsewhere }) => ({
      host: family === 4 ? elsewhere.ipv4 : elsewhere.ipv6,
      port: PORT,
    }),
    expected: expectFailure('permission_denied', {
      code: 'EACCES',
      cause: 'prohibited_by_route_or_firewall',
    }),
  })),
  ...inBothFamilies((family) => ({
    title: `the source port is privileged and the process lacks the privilege (IPv${family})`,
    prober: { unprivileged: true },
    arrange: ({ prober }) => setFirstUnprivilegedPort(prober, 1024),
    parameters: (lab) => ({ ...targetIn(family)(lab), source_port: 900 }),
    oneByOne: true,
    expected: expectFailure('permission_denied', { code: 'EACCES', cause: 'privileged_port' }),
  })),
  ...inBothFamilies((family) => ({
    title: `a server on this machine has the source port on the very address that the check comes from (IPv${family})`,
    arrange: ({ prober }, { onProber }) =>
      onProber.listen({
        port: SOURCE_PORT,
        address: family === 4 ? prober.ipv4 : prober.ipv6,
      }),
    parameters: fromSourcePort(family),
    oneByOne: true,
    expected: expectFailure('port_in_use', { code: 'EADDRINUSE', cause: 'source_port_taken' }),
  })),
  ...inBothFamilies((family) => ({
    title: `a server on this machine has the source port (IPv${family})`,
    arrange: (_, { onProber }) => onProber.listen({ port: SOURCE_PORT }),
    parameters: fromSourcePort(family),
    oneByOne: true,
    expected: expectFailure('port_in_use', { code: 'EADDRINUSE', cause: 'source_port_taken' }),
  })),
  ...inBothFamilies((family) => ({
    title: `a connection from the source port to the same target is still open (IPv${family})`,
    arrange: (lab, services) => keepConnection(lab, services, family),
    parameters: fromSourcePort(family),
    oneByOne: true,
    expected: expectFailure('port_in_use', {
      code: 'EADDRNOTAVAIL',
      cause: 'same_connection_still_open',
    }),
  })),
  ...inBothFamilies((family) => ({
    title: `a connection from the source port to the same target waits in TIME_WAIT, without timestamps (IPv${family})`,
    arrange: async (lab, services) => {
      await setTcpTimestamps(lab.target, false)
      await services.onProber.hangUp(await keepConnection(lab, services, family))
      // Once, on a busy machine, the kernel kept none.
      while (!(await waitsInTimeWait(lab.prober))) {
        const host = family === 4 ? lab.target.ipv4 : lab.target.ipv6
        const dial = { host, port: PORT, sourcePort: SOURCE_PORT }
        await services.onProber.hangUp(await services.onProber.dial(dial))
      }
    },
    // TCP_TIMEWAIT_LEN in Linux's include/net/tcp.h.
    holdsForMs: 60_000,
    parameters: fromSourcePort(family),
    oneByOne: true,
    expected: expectFailure('port_in_use', {
      code: 'EADDRNOTAVAIL',
      cause: 'same_connection_still_open',
    }),
  })),
  ...inBothFamilies((family) => ({
    title: `every ephemeral port has a connection to the target (IPv${family})`,
    arrange: async ({ prober, target }, { onTarget, onProber }) => {
      await setEphemeralPorts(prober, EPHEMERAL.first, EPHEMERAL.last)
      await onTarget.listen({ port: PORT })
      const host = family === 4 ? target.ipv4 : target.ipv6
      for (let port = EPHEMERAL.first; port <= EPHEMERAL.last; port++) {
        await onProber.dial({ host, port: PORT })
      }
    },
    parameters: targetIn(family),
    expected: expectFailure('local_resources', {
      code: 'EADDRNOTAVAIL',
      cause: 'ephemeral_ports_exhausted',
    }),
  })),
  ...inBothFamilies((family) => ({
    title: `the process has no descriptor left (IPv${family})`,
    prober: { descriptorLimit: 60 },
    outOfDescriptors: true,
    parameters: targetIn(family),
    expected: expectFailure('local_resources', { code: 'EMFILE' }),
  })),
  {
    title: 'the process has no descriptor left to ask a name server with',
    prober: { descriptorLimit: 60 },
    arrange: async ({ prober, target }, { onTarget }) => {
      await onTarget.serveNames([{ name: 'name.test', answer: [target.ipv4] }])
      await useNameServers(prober, [target.ipv4])
    },
    outOfDescriptors: true,
    parameters: () => ({ host: 'name.test', port: PORT, timeout: 3 }),
    oneByOne: true,
    expected: expectFailure('local_resources', { code: 'EMFILE' }),
  },
  ...inBothFamilies((family) => ({
    title: `the caller's signal ends the check (IPv${family})`,
    arrange: ({ target }) => drop(target, { port: PORT, family }),
    parameters: targetIn(family),
    abortAfterMs: 50,
    expected: expectFailure('cancelled'),
  })),
  ...inBothFamilies((family) => ({
    title: `the policy denies the address (IPv${family})`,
    prober: { deny: ['192.0.2.0/24', '2001:db8::/32'] },
    parameters: targetIn(family),
    expected: expectFailure('denied_by_policy', {
      cause: family === 4 ? 'deny 192.0.2.0/24' : 'deny 2001:db8::/32',
    }),
  })),
  ...inBothFamilies((family) => ({
    title: `connect(2) says EINVAL, and the routing tables do not say why (IPv${family})`,
    arrange: ({ prober }) =>
      prober.ip(
        ...[`-${family}`, 'rule', 'add'],
        ...['ipproto', 'tcp', 'sport', `${SOURCE_PORT}`, 'blackhole'],
      ),
    parameters: (lab) => fromSourcePort(family)(lab),
    oneByOne: true,
    expected: expectFailure('unknown', { code: 'EINVAL' }),
  })),
]
