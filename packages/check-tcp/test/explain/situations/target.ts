import { resetAfterHandshake, setEphemeralPorts } from 'check-tcp-lab'
import { PORT, type Situation, toSelf, toTarget, toTarget6 } from '../situation.js'

const OTHER_PORT = 2001

export const TARGET: readonly Situation[] = [
  {
    title: 'the service answers',
    arrange: (_, { onTarget }) => onTarget.listen({ port: PORT, behaviour: 'banner' }),
    parameters: toTarget,
    right: ['reachable'],
    fault: 'none',
  },
  {
    title: 'nothing listens on the port',
    parameters: toTarget,
    right: ['nothing_listens'],
    fault: 'target',
  },
  {
    title: 'nothing listens on the port, behind a router',
    lab: { router: true },
    parameters: toTarget,
    right: ['nothing_listens'],
    fault: 'target',
  },
  {
    title: 'nothing listens on the port, behind a router, in IPv6',
    lab: { router: true },
    parameters: toTarget6,
    right: ['nothing_listens'],
    fault: 'target',
  },
  {
    title: 'the service listens on another port',
    arrange: (_, { onTarget }) => onTarget.listen({ port: OTHER_PORT }),
    parameters: toTarget,
    options: () => ({ ports: [OTHER_PORT] }),
    right: ['listens_on_another_port'],
    fault: 'target',
  },
  {
    title: 'the service closes every connection at once',
    arrange: (_, { onTarget }) => onTarget.listen({ port: PORT, behaviour: 'hang_up' }),
    parameters: toTarget,
    right: ['accepted_then_closed'],
    fault: 'target',
  },
  {
    title: 'the service resets every connection at once',
    arrange: (_, { onTarget }) => onTarget.listen({ port: PORT, behaviour: 'reset' }),
    parameters: toTarget,
    right: ['accepted_then_closed', 'reset_after_the_handshake'],
    fault: 'target',
  },
  {
    title: "the target's firewall resets every connection as soon as it is established",
    arrange: async ({ target }, { onTarget }) => {
      await onTarget.listen({ port: PORT })
      await resetAfterHandshake(target, { port: PORT })
    },
    parameters: toTarget,
    right: ['reset_after_the_handshake', 'accepted_then_closed'],
    fault: 'target',
  },
  {
    title: 'the process of the service is stopped, on another machine',
    arrange: (_, { onTarget }) => onTarget.listenStopped(PORT, { full: false, backlog: 100 }),
    parameters: toTarget,
    right: ['reachable'],
    fault: 'none',
  },
  {
    title: 'the accept queue of the service is full, on another machine',
    arrange: (_, { onTarget }) => onTarget.listenStopped(PORT, { full: true }),
    parameters: toTarget,
    right: ['accept_queue_full'],
    fault: 'target',
    withoutRoot: ['port_is_filtered'],
  },
  {
    title: 'nothing listens on the port of this machine',
    parameters: toSelf,
    right: ['nothing_listens'],
    fault: 'target',
  },
  {
    title: 'the service listens on loopback only',
    arrange: (_, { onProber }) => onProber.listen({ port: PORT, address: '127.0.0.1' }),
    parameters: toSelf,
    right: ['listens_on_another_address'],
    fault: 'target',
  },
  {
    title: 'the service listens in IPv4 only',
    arrange: (_, { onProber }) => onProber.listen({ port: PORT, family: 4 }),
    parameters: ({ prober }) => ({ host: prober.ipv6, port: PORT, timeout: 2 }),
    right: ['listens_on_another_address'],
    fault: 'target',
  },
  {
    title: 'the accept queue of the service is full, on this machine',
    arrange: (_, { onProber }) => onProber.listenStopped(PORT, { full: true }),
    parameters: toSelf,
    right: ['accept_queue_full'],
    fault: 'target',
  },
  {
    title: 'the process of the service is stopped, on this machine',
    arrange: (_, { onProber }) => onProber.listenStopped(PORT, { full: false, backlog: 100 }),
    parameters: toSelf,
    right: ['process_is_stopped'],
    fault: 'target',
    withoutRoot: ['reachable'],
  },
  {
    title: 'nothing listens, and the port lies in the range of source ports: it connects to itself',
    arrange: ({ prober }) => setEphemeralPorts(prober, PORT, PORT + 1),
    parameters: toSelf,
    right: ['nothing_listens'],
    fault: 'target',
  },
]
