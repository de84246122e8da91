import { answersLate, type Facts, isNextHopMissing, milliseconds } from '../facts.js'
import type { Rule } from '../rule.js'
import { answererIsNearer, hopsOf } from './distance.js'
import { counted, ipOf, pingOf, traceOf } from './words.js'

/** What a firewall says; a host without the service answers with a RST. */
const FIREWALL_WORDS = ['admin_prohibited', 'port_unreachable', 'protocol_unreachable']

/** What lies between this machine and the target. */
export const NETWORK: readonly Rule[] = [
  {
    reason: 'gateway_does_not_answer',
    fault: 'local',
    when: (facts) =>
      facts.evidence.route?.gateway !== undefined && neighbourIsMissing(facts) && 'certain',
    text: ({ evidence: { route } }) =>
      `The gateway ${route?.gateway} does not answer: this machine's uplink is dead`,
    evidence: neighbourLines,
    next: (facts) => [
      `ip neigh show to ${facts.evidence.route?.gateway}`,
      `ping -c 3 ${facts.evidence.route?.gateway}`,
      `${ipOf(facts)} route show`,
    ],
  },
  {
    reason: 'no_such_neighbour',
    fault: 'target',
    when: (facts) =>
      facts.evidence.route?.gateway === undefined && neighbourIsMissing(facts) && 'certain',
    text: ({ host }) =>
      `No machine on the local network has the address ${host}: it is off, or elsewhere`,
    evidence: neighbourLines,
    next: (facts) => [`ip neigh show to ${facts.host}`, pingOf(facts)],
  },
  {
    reason: 'one_family_is_a_black_hole',
    fault: 'network',
    goesWith: ['nothing_listens', 'firewall_rejects', 'packets_are_lost'],
    // What an address answered goes before what another one left unsaid.
    when: (facts) =>
      blackFamily(facts) !== undefined && (facts.failure === 'refused' ? 'possible' : 'likely'),
    text: (facts) =>
      `IPv${blackFamily(facts)} packets to ${facts.context.name ?? facts.host} vanish, while IPv${blackFamily(facts) === 6 ? 4 : 6} is answered`,
    evidence: ({ addresses }) =>
      addresses.map(({ address, connected, failure, connect_time }) => {
        const outcome = connected ? 'connected' : (failure ?? 'failed').replaceAll('_', ' ')
        return `${address}: ${outcome} after ${milliseconds(connect_time)}`
      }),
    next: (facts) => [
      `ping -${blackFamily(facts)} -c 3 ${facts.context.name ?? facts.host}`,
      `check-tcp explain ${facts.target} --family ${blackFamily(facts)}`,
    ],
  },
  {
    reason: 'firewall_rejects',
    fault: 'network',
    when: ({ icmp }) => icmp && FIREWALL_WORDS.includes(icmp.meaning) && 'certain',
    text: ({ icmp, host, target }) =>
      `A firewall ${icmp?.from === host ? 'on the target itself' : `at ${icmp?.from}`} rejects connections to ${target}`,
    evidence: ({ icmp }) => [`ICMP ${icmp?.meaning.replaceAll('_', ' ')} came from ${icmp?.from}`],
    next: (facts) => [traceOf(facts), `nmap -Pn -p ${facts.port} --reason ${facts.host}`],
  },
  {
    reason: 'router_has_no_way',
    fault: 'network',
    when: (facts) =>
      facts.failure !== undefined && saysUnreachable(facts, 'net_unreachable', 'ENETUNREACH'),
    text: ({ icmp, host }) =>
      `${icmp ? `The router ${icmp.from}` : 'A router on the way'} has no route to ${host}`,
    evidence: ({ icmp, code }) => [
      icmp && `ICMP net unreachable came from ${icmp.from}`,
      code && `connect(2) failed with ${code}`,
    ],
    next: (facts) => [traceOf(facts)],
  },
  {
    reason: 'host_is_down_behind_router',
    fault: 'target',
    when: (facts) =>
      facts.failure !== undefined && saysUnreachable(facts, 'host_unreachable', 'EHOSTUNREACH'),
    text: ({ icmp, host }) =>
      `${icmp ? `The router ${icmp.from}` : 'A router on the way'} says that ${host} cannot be reached: it is off, or a firewall says so`,
    evidence: ({ icmp, code }) => [
      icmp && `ICMP host unreachable came from ${icmp.from}`,
      code && `connect(2) failed with ${code}`,
    ],
    next: (facts) => [traceOf(facts), pingOf(facts)],
  },
  {
    reason: 'middlebox_answers_for_the_host',
    fault: 'network',
    when: ({ unused, isThisMachine }) => unused?.connected && !isThisMachine && 'likely',
    text: ({ host, unused }) =>
      `Something on the way accepts any connection for ${host}: port ${unused?.port}, which no service uses, connects too`,
    evidence: ({ unused, evidence: { hold } }) => [
      `port ${unused?.port} connected in ${milliseconds(unused?.connect_time)}`,
      hold?.outcome === 'closed' && 'the connection is closed again at once',
    ],
    next: (facts) => [traceOf(facts), `curl -v telnet://${facts.target}`],
  },
  {
    reason: 'firewall_resets',
    fault: 'network',
    when: (facts) => answererIsNearer(facts) && 'likely',
    text: ({ target }) =>
      `A firewall on the way refuses ${target} with a RST; the host never saw the SYN`,
    evidence: (facts) => [
      `the RST came from ${counted(hopsOf(facts) ?? 0, 'hop')} away, the host is farther away`,
      facts.evidence.echo?.ttl !== undefined &&
        `an ICMP echo comes back with a TTL of ${facts.evidence.echo.ttl}, the RST with ${facts.evidence.refusal?.rst_ttl}`,
      facts.evidence.refusal?.control_rst_ttl !== undefined &&
        `the RST of port ${facts.unused?.port} has a TTL of ${facts.evidence.refusal.control_rst_ttl}`,
      facts.evidence.echo?.round_trip !== undefined &&
        `the RST took ${milliseconds(facts.result.details.connect_time)}, an echo ${milliseconds(facts.evidence.echo.round_trip)}`,
    ],
    next: (facts) => [traceOf(facts)],
  },
  {
    reason: 'packets_are_lost',
    fault: 'network',
    when: ({ result, failure, addresses }) => {
      if ((result.details.syn_retransmits ?? 0) > 0) return 'certain'
      return (
        failure === 'timeout' &&
        addresses.some(({ syn_retransmits }) => (syn_retransmits ?? 0) > 0) &&
        'certain'
      )
    },
    text: ({ target }) =>
      `Packets to ${target} are lost on the way: the connection succeeded only after a retransmission`,
    evidence: ({ result, addresses }) => [
      `${counted(Math.max(result.details.syn_retransmits ?? 0, ...addresses.map(({ syn_retransmits }) => syn_retransmits ?? 0)), 'SYN')} had to be retransmitted; that is packet loss, not latency`,
    ],
    next: (facts) => [
      `ping -c 50 -i 0.2 ${facts.host}`,
      `check-tcp watch ${facts.target} --count 20`,
    ],
  },
  {
    reason: 'timeout_is_too_short',
    fault: 'local',
    goesWith: ['packets_are_lost'],
    when: (facts) => facts.failure === 'timeout' && answersLate(facts) && 'likely',
    text: ({ target, context }) =>
      `${target} answers, but later than the timeout of ${context.parameters.timeout} s allows`,
    evidence: ({ addresses }) =>
      addresses.map(({ address, connected, connect_time }) =>
        connected ? `${address} connected in ${milliseconds(connect_time)}` : undefined,
      ),
    next: ({ target }) => [`check-tcp ${target} --timeout 15`],
  },
  {
    reason: 'port_is_filtered',
    fault: 'network',
    when: (facts) => {
      const { failure, signsOfLife, isThisMachine, evidence } = facts
      const { stray_segment } = evidence
      if (failure !== 'timeout' || signsOfLife.length === 0 || answersLate(facts)) return false
      return isThisMachine || stray_segment?.answered ? 'possible' : 'likely'
    },
    text: ({ target }) => `The host is up, but a firewall silently drops packets to ${target}`,
    evidence: (facts) => [...facts.signsOfLife, vanishing(facts)],
    next: (facts) => [`nmap -Pn -p ${facts.port} --reason ${facts.host}`, traceOf(facts)],
  },
  {
    reason: 'host_is_silent',
    fault: 'network',
    when: (facts) =>
      facts.failure === 'timeout' &&
      facts.signsOfLife.length === 0 &&
      !answersLate(facts) &&
      'likely',
    text: ({ host }) =>
      `${host} does not answer at all: it is off, the way to it is broken, or a firewall drops everything`,
    evidence: (facts) => [
      facts.evidence.echo && 'no answer to an ICMP echo',
      facts.unused && `no answer from port ${facts.unused.port}, where a host that is up refuses`,
      vanishing(facts),
    ],
    next: (facts) => [pingOf(facts), traceOf(facts)],
  },
]

/** Seen itself as an ICMP error, or read off the code that a check was answered with through a gateway. */
function saysUnreachable(
  { icmp, code, evidence: { route } }: Facts,
  meaning: string,
  errno: string,
) {
  if (icmp) return icmp.meaning === meaning && 'certain'
  return code === errno && route?.gateway !== undefined && !route.dead && 'likely'
}

function neighbourIsMissing({ evidence, failure, signsOfLife }: Facts): boolean {
  const isSilent = failure === 'timeout' || failure === 'network_unreachable'
  return isSilent && signsOfLife.length === 0 && isNextHopMissing(evidence)
}

function neighbourLines({ evidence: { route }, code }: Facts): readonly (string | undefined)[] {
  return [
    `no answer from ${route?.neighbour?.address} on ${route?.interface} (${route?.neighbour?.state})`,
    code && `connect(2) failed with ${code}`,
  ]
}

/** The family all of whose addresses are silent, where the other one's are not. */
function blackFamily({ addresses }: Facts): 4 | 6 | undefined {
  const isSilent = (family: 4 | 6) => {
    const own = addresses.filter((each) => each.family === family)
    return own.length > 0 && own.every(({ failure }) => failure === 'timeout')
  }
  const isAnswered = (family: 4 | 6) =>
    addresses.some(
      (each) => each.family === family && (each.connected || each.failure === 'refused'),
    )
  if (isSilent(6) && isAnswered(4)) return 6
  return isSilent(4) && isAnswered(6) ? 4 : undefined
}

/** Where on the way the SYNs to the port are last heard of. */
function vanishing({ evidence: { path }, port }: Facts): string | undefined {
  if (path?.port.answer !== 'silence') return undefined
  const last = path.port.hops.findLast((hop) => hop !== null)
  const { control } = path
  const farther =
    control?.answered_at !== undefined &&
    `; those to port ${control.port} are answered ${counted(control.answered_at, 'hop')} away`
  return `SYNs to port ${port} vanish ${last ? `behind ${last}, ${counted(path.port.hops.length, 'hop')} away` : 'before the first router, or at the host'}${farther || ''}`
}
