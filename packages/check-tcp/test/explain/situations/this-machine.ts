import {
  addDeadRoute,
  disableIpv6,
  drop,
  reject,
  setEphemeralPorts,
  setFirstUnprivilegedPort,
  setLinkDown,
} from 'check-tcp-lab'
import { PORT, type Situation, toElsewhere, toSelf, toTarget, toTarget6 } from '../situation.js'

const SOURCE_PORT = 3000
const EPHEMERAL = { first: 40_000, last: 40_009 }

export const THIS_MACHINE: readonly Situation[] = [
  {
    title: 'the process has no descriptor left',
    prober: { descriptorLimit: 60 },
    outOfDescriptors: true,
    parameters: toTarget,
    right: ['no_descriptors_left'],
    fault: 'local',
  },
  {
    title: 'every ephemeral port has a connection to the target',
    arrange: async ({ prober, target }, { onTarget, onProber }) => {
      await setEphemeralPorts(prober, EPHEMERAL.first, EPHEMERAL.last)
      await onTarget.listen({ port: PORT })
      for (let port = EPHEMERAL.first; port <= EPHEMERAL.last; port++) {
        await onProber.dial({ host: target.ipv4, port: PORT })
      }
    },
    parameters: toTarget,
    right: ['ephemeral_ports_exhausted'],
    fault: 'local',
  },
  {
    title: 'a server on this machine has the source port',
    arrange: (_, { onProber }) => onProber.listen({ port: SOURCE_PORT }),
    parameters: (lab) => ({ ...toTarget(lab), source_port: SOURCE_PORT }),
    right: ['source_port_in_use'],
    fault: 'local',
  },
  {
    title: 'a connection from the source port to the same target is still open',
    arrange: async ({ target }, { onTarget, onProber }) => {
      await onTarget.listen({ port: PORT })
      await onProber.dial({ host: target.ipv4, port: PORT, sourcePort: SOURCE_PORT })
    },
    parameters: (lab) => ({ ...toTarget(lab), source_port: SOURCE_PORT }),
    right: ['source_port_in_use'],
    fault: 'local',
  },
  {
    title: 'the source port is privileged and the process lacks the privilege',
    prober: { unprivileged: true },
    arrange: ({ prober }) => setFirstUnprivilegedPort(prober, 1024),
    parameters: (lab) => ({ ...toTarget(lab), source_port: 900 }),
    right: ['source_port_privileged'],
    fault: 'local',
  },
  {
    title: "this machine's own firewall drops what it sends to the port",
    arrange: ({ prober }) => drop(prober, { port: PORT, chain: 'output' }),
    parameters: toTarget,
    right: ['own_firewall_blocks'],
    fault: 'local',
  },
  {
    title: "this machine's own firewall drops what it sends to the port, in IPv6",
    arrange: ({ prober }) => drop(prober, { port: PORT, chain: 'output' }),
    parameters: toTarget6,
    right: ['own_firewall_blocks'],
    fault: 'local',
  },
  {
    title: "this machine's own firewall drops every TCP packet that it sends",
    arrange: ({ prober }) => prober.nft('add rule inet lab output meta l4proto tcp drop'),
    parameters: toTarget,
    right: ['own_firewall_blocks'],
    fault: 'local',
  },
  {
    title: "this machine's own firewall refuses the port with a RST",
    arrange: ({ prober }) => reject(prober, { port: PORT, chain: 'output' }, 'tcp-reset'),
    parameters: toTarget,
    right: ['own_firewall_blocks'],
    fault: 'local',
  },
  {
    title: "this machine's own firewall refuses the port with port-unreachable",
    arrange: ({ prober }) => reject(prober, { port: PORT, chain: 'output' }, 'port-unreachable'),
    parameters: toTarget,
    right: ['own_firewall_blocks'],
    fault: 'local',
  },
  {
    title: "this machine's own firewall refuses connections to a service of its own",
    arrange: async ({ prober }, { onProber }) => {
      await onProber.listen({ port: PORT })
      await reject(prober, { port: PORT }, 'tcp-reset')
    },
    parameters: toSelf,
    right: ['own_firewall_blocks'],
    fault: 'local',
  },
  {
    title: 'the route to the address is `prohibit`',
    arrange: ({ prober, elsewhere }) => addDeadRoute(prober, 'prohibit', elsewhere.ipv4),
    parameters: toElsewhere,
    right: ['route_prohibits'],
    fault: 'local',
  },
  {
    title: 'the route to the address is `blackhole`',
    arrange: ({ prober, elsewhere }) => addDeadRoute(prober, 'blackhole', elsewhere.ipv4),
    parameters: toElsewhere,
    right: ['route_discards'],
    fault: 'local',
  },
  {
    title: 'the route to the address is `unreachable`',
    arrange: ({ prober, elsewhere }) => addDeadRoute(prober, 'unreachable', elsewhere.ipv4),
    parameters: toElsewhere,
    right: ['route_says_unreachable'],
    fault: 'local',
  },
  {
    title: 'the route to the address is `unreachable`, in IPv6',
    arrange: ({ prober, elsewhere }) => addDeadRoute(prober, 'unreachable', elsewhere.ipv6),
    parameters: ({ elsewhere }) => ({ host: elsewhere.ipv6, port: PORT, timeout: 2 }),
    right: ['route_says_unreachable'],
    fault: 'local',
  },
  {
    title: 'this machine has no route to the address',
    parameters: toElsewhere,
    right: ['no_route'],
    fault: 'local',
  },
  {
    title: "this machine's link is down",
    arrange: ({ prober }) => setLinkDown(prober),
    parameters: toTarget,
    right: ['interface_is_down'],
    fault: 'local',
  },
  {
    title: 'the cable is out: the link has no carrier',
    arrange: ({ target }) => setLinkDown(target),
    parameters: toTarget,
    right: ['interface_is_down'],
    fault: 'local',
  },
  {
    title: 'this machine has IPv6 switched off',
    arrange: ({ prober }) => disableIpv6(prober),
    parameters: toTarget6,
    right: ['family_is_off'],
    fault: 'local',
  },
  {
    title: 'the policy denies the address',
    prober: { deny: ['192.0.2.0/24'] },
    parameters: toTarget,
    right: ['denied_by_policy'],
    fault: 'policy',
  },
]
