import type { Rule } from '../rule.js'
import { ipOf } from './words.js'

const DESCRIPTORS = ['EMFILE', 'ENFILE']

/** What this machine ran short of, forbids, or has no way for. */
export const THIS_MACHINE: readonly Rule[] = [
  {
    reason: 'denied_by_policy',
    fault: 'policy',
    when: ({ failure }) => failure === 'denied_by_policy' && 'certain',
    text: ({ target }) => `The policy of this program does not allow checks of ${target}`,
    evidence: ({ cause }) => [cause && `the rule is: ${cause}`, 'no packet was sent'],
    next: () => [],
  },
  {
    reason: 'cancelled',
    fault: 'local',
    when: ({ failure }) => failure === 'cancelled' && 'certain',
    text: ({ result: { details } }) =>
      (details.waited ?? 0) > details.total_time
        ? 'The rate limits did not let this check start in time'
        : 'The check was cancelled before there was an answer',
    evidence: ({ result: { details } }) => [
      (details.waited ?? 0) > 0 && `it waited ${details.waited?.toFixed(1)} s for its turn`,
    ],
    next: () => [],
  },
  {
    reason: 'no_descriptors_left',
    fault: 'local',
    when: ({ failure, code }) =>
      failure === 'local_resources' && DESCRIPTORS.includes(code ?? '') && 'certain',
    text: () => 'This process has no file descriptor left to make a connection with',
    evidence: ({ code, evidence: { prober } }) => [
      `socket(2) failed with ${code}`,
      prober &&
        `${prober.descriptors.open} descriptors are open, ${prober.descriptors.limit} allowed`,
    ],
    next: () => ['ulimit -n', 'ls /proc/$$/fd | wc -l', 'prlimit --nofile=65536 check-tcp ...'],
  },
  {
    reason: 'ephemeral_ports_exhausted',
    fault: 'local',
    when: ({ cause }) => cause === 'ephemeral_ports_exhausted' && 'certain',
    text: ({ target }) => `Every source port of this machine has a connection to ${target}`,
    evidence: ({ evidence: { prober } }) =>
      prober
        ? [
            `source ports go from ${prober.ephemeral_ports.first} to ${prober.ephemeral_ports.last}`,
            `${prober.sockets_to_target} sockets to the target, ${prober.time_wait_to_target} of them in TIME_WAIT`,
          ]
        : [],
    next: ({ port }) => [
      `ss -tan 'dport = :${port}' | awk '{print $1}' | sort | uniq -c`,
      'sysctl net.ipv4.ip_local_port_range',
    ],
  },
  {
    reason: 'out_of_memory',
    fault: 'local',
    when: ({ failure }) => failure === 'local_resources' && 'likely',
    text: ({ code }) => `This machine lacks the memory for a connection (${code})`,
    evidence: ({ code }) => [`the system said ${code}`],
    next: () => ['free -m', 'cat /proc/net/sockstat'],
  },
  {
    reason: 'source_port_in_use',
    fault: 'local',
    when: ({ failure }) => failure === 'port_in_use' && 'certain',
    text: ({ context }) =>
      `Another socket of this machine has source port ${context.parameters.source_port}`,
    evidence: ({ code, cause }) => [`the system said ${code}`, cause?.replaceAll('_', ' ')],
    next: ({ context }) => [`ss -tanp 'sport = :${context.parameters.source_port}'`],
  },
  {
    reason: 'source_port_privileged',
    fault: 'local',
    when: ({ cause }) => cause === 'privileged_port' && 'certain',
    text: ({ context }) =>
      `Source port ${context.parameters.source_port} needs a privilege that this process lacks`,
    evidence: ({ code }) => [`bind(2) failed with ${code}`],
    next: () => ['sysctl net.ipv4.ip_unprivileged_port_start', 'sudo check-tcp ...'],
  },
  {
    reason: 'route_prohibits',
    fault: 'local',
    when: ({ evidence: { route } }) => route?.dead === 'prohibit' && 'certain',
    text: ({ host }) => `A route of this machine prohibits ${host}`,
    evidence: () => ['the route is of type prohibit'],
    next: (facts) => [
      `${ipOf(facts)} route get ${facts.host}`,
      `${ipOf(facts)} route show type prohibit`,
    ],
  },
  {
    reason: 'route_discards',
    fault: 'local',
    when: ({ evidence: { route }, cause }) =>
      (route?.dead === 'blackhole' || cause === 'route_discards') && 'certain',
    text: ({ host }) => `A blackhole route of this machine discards what goes to ${host}`,
    evidence: ({ code }) => [`connect(2) failed with ${code}`],
    next: (facts) => [`${ipOf(facts)} route show type blackhole`, `${ipOf(facts)} rule`],
  },
  {
    reason: 'interface_is_down',
    fault: 'local',
    when: ({ evidence: { route }, failure }) => {
      if (!route || failure === undefined) return false
      if (route.interface_state === 'down' || route.interface_state === 'lowerlayerdown')
        return 'certain'
      return route.dead === 'none' && route.down_interfaces.length > 0 && 'likely'
    },
    text: ({ evidence: { route } }) =>
      `The network interface ${route?.interface ?? route?.down_interfaces.join(', ')} of this machine is down`,
    evidence: ({ evidence: { route } }) => [
      route?.interface_state &&
        `the route goes through ${route.interface}, which is ${route.interface_state}`,
      route?.dead && 'there is no route to the target without it',
    ],
    next: ({ evidence: { route } }) => [
      `ip link show ${route?.interface ?? route?.down_interfaces[0] ?? ''}`.trim(),
      `ip link set ${route?.interface ?? route?.down_interfaces[0] ?? 'eth0'} up`,
    ],
  },
  {
    reason: 'route_says_unreachable',
    fault: 'local',
    when: ({ evidence: { route } }) => route?.dead === 'unreachable' && 'certain',
    text: ({ host }) => `A route of this machine says that ${host} is unreachable`,
    evidence: () => ['the route is of type unreachable'],
    next: (facts) => [
      `${ipOf(facts)} route get ${facts.host}`,
      `${ipOf(facts)} route show type unreachable`,
    ],
  },
  {
    reason: 'family_is_off',
    fault: 'local',
    when: ({ cause }) => cause === 'no_source_address' && 'certain',
    text: ({ context }) => `This machine has no IPv${context.address?.family} address to send from`,
    evidence: ({ code }) => [`connect(2) failed with ${code}`],
    next: () => ['ip address show', 'sysctl net.ipv6.conf.all.disable_ipv6'],
  },
  {
    reason: 'no_route',
    fault: 'local',
    when: ({ evidence: { route, refusal }, code, failure }) =>
      (failure !== undefined &&
        route?.dead === 'none' &&
        (route.down_interfaces.length > 0 ? 'possible' : 'certain')) ||
      (failure === 'network_unreachable' &&
        code === 'ENETUNREACH' &&
        refusal?.answer !== 'icmp' &&
        !route?.interface &&
        'likely'),
    text: ({ host }) => `This machine has no route to ${host}`,
    evidence: ({ code }) => [code && `connect(2) failed with ${code}`, 'no packet was sent'],
    next: (facts) => [`${ipOf(facts)} route show`, `${ipOf(facts)} route get ${facts.host}`],
  },
]
