import type { Facts } from '../facts.js'
import type { NameServerFinding } from '../probes/name.js'
import type { Rule } from '../rule.js'
import { nameServerLines } from './name-server-lines.js'

const dig = ({ context }: Facts) => `dig ${context.name ?? context.parameters.host} A`
const getent = ({ context }: Facts) => `getent ahosts ${context.name ?? context.parameters.host}`

/** Causes of nobody having been asked. */
const NOT_ASKED = ['nsswitch_leaves_out_dns', 'no_aaaa_is_set']

/** What is wrong with the name, its answers, or those who answer. */
export const NAMES: readonly Rule[] = [
  {
    reason: 'name_server_blocks_the_name',
    fault: 'dns',
    when: ({ cause }) => cause === 'name_server_blocks_the_name' && 'certain',
    text: ({ context }) => `The name server blocks ${context.name}: it answers with 0.0.0.0 or ::`,
    evidence: nameServerLines,
    next: (facts) => [dig(facts), `${dig(facts)} @9.9.9.9`],
  },
  {
    reason: 'nsswitch_leaves_out_dns',
    fault: 'dns',
    when: ({ cause }) => cause === 'nsswitch_leaves_out_dns' && 'certain',
    text: ({ context }) =>
      `This machine does not ask name servers for ${context.name}: the hosts line of /etc/nsswitch.conf leaves them out`,
    evidence: nameServerLines,
    next: (facts) => ['grep ^hosts: /etc/nsswitch.conf', getent(facts)],
  },
  {
    reason: 'no_aaaa_is_set',
    fault: 'dns',
    when: ({ cause }) => cause === 'no_aaaa_is_set' && 'certain',
    text: ({ context }) =>
      `This machine does not ask for the IPv6 addresses of ${context.name}: /etc/resolv.conf has no-aaaa`,
    evidence: nameServerLines,
    next: (facts) => ['grep ^options /etc/resolv.conf', getent(facts)],
  },
  {
    reason: 'no_address_of_the_family',
    fault: 'dns',
    when: ({ cause, failure }) =>
      failure === 'host_not_found' && cause === 'no_address_of_the_family' && 'certain',
    text: ({ context }) =>
      `${context.name} exists, but has no IPv${context.parameters.family} address`,
    evidence: nameServerLines,
    next: (facts) => [getent(facts), `check-tcp explain ${facts.target} --family any`],
  },
  {
    reason: 'name_server_too_slow',
    fault: 'dns',
    when: ({ failure, evidence: { name } }) =>
      failure === 'dns_unavailable' && name?.name_servers.some(hasAddresses) && 'certain',
    text: ({ context }) =>
      `The name server answers, but later than the timeout of ${context.parameters.timeout} s allows`,
    evidence: nameServerLines,
    next: (facts) => [dig(facts), `check-tcp explain ${facts.target} --timeout 15`],
  },
  {
    reason: 'name_does_not_exist',
    fault: 'dns',
    when: ({ failure, cause }) =>
      failure === 'host_not_found' && !NOT_ASKED.includes(cause ?? '') && 'certain',
    text: ({ context }) => `${context.name} does not exist (NXDOMAIN)`,
    evidence: (facts) => [
      ...nameServerLines(facts),
      (facts.evidence.name?.candidates.length ?? 0) > 1 &&
        `tried: ${facts.evidence.name?.candidates.join(', ')}`,
    ],
    next: (facts) => [getent(facts), dig(facts), 'cat /etc/resolv.conf'],
  },
  {
    reason: 'name_server_not_listening',
    fault: 'dns',
    when: ({ cause }) => cause === 'name_server_not_listening' && 'certain',
    text: () => 'Nothing listens where the name server should be',
    evidence: nameServerLines,
    next: (facts) => ['cat /etc/resolv.conf', dig(facts)],
  },
  {
    reason: 'name_server_refuses',
    fault: 'dns',
    when: ({ cause }) => cause === 'name_server_refused' && 'certain',
    text: () => 'The name server refuses to answer this machine',
    evidence: nameServerLines,
    next: (facts) => ['cat /etc/resolv.conf', dig(facts)],
  },
  {
    reason: 'name_server_fails',
    fault: 'dns',
    when: ({ cause }) => cause === 'name_server_failed' && 'certain',
    text: ({ context }) => `The name server fails to resolve ${context.name} (SERVFAIL)`,
    evidence: nameServerLines,
    next: (facts) => [dig(facts), `${dig(facts)} +cd`, 'cat /etc/resolv.conf'],
  },
  {
    reason: 'name_server_silent',
    fault: 'dns',
    when: ({ failure }) => failure === 'dns_unavailable' && 'certain',
    text: () => 'No name server answers, so nothing is known about the target',
    evidence: nameServerLines,
    next: (facts) => [
      'cat /etc/resolv.conf',
      dig(facts),
      `check-tcp explain ADDRESS:${facts.port}`,
    ],
  },
  {
    reason: 'name_gives_another_address',
    fault: 'dns',
    when: ({ context, evidence: { addresses }, failure, addresses: each }) => {
      const { otherAddress, name } = context
      if (!otherAddress || !name || each.length === 0) return false
      if (each.some(({ address }) => address === otherAddress.text)) return false
      return failure !== undefined && addresses?.other?.connected ? 'certain' : 'likely'
    },
    text: ({ context, addresses }) =>
      `${context.name} gives ${addresses.map(({ address }) => address).join(', ')}, not ${context.otherAddress?.text}`,
    evidence: ({ context, evidence: { addresses, name } }) => [
      addresses?.other?.connected && `${context.otherAddress?.text} connects on that port`,
      name?.hosts_file && `the hosts file has ${name.hosts_file.join(', ')}`,
    ],
    next: (facts) => [getent(facts), `grep -n ${facts.context.name} /etc/hosts`, dig(facts)],
  },
  {
    reason: 'hosts_file_overrides_the_name_server',
    fault: 'local',
    when: ({ evidence: { name }, failure }) => {
      if (failure === undefined || name?.served_address_connects === undefined) return false
      return name.served_address_connects ? 'certain' : 'possible'
    },
    text: ({ context }) =>
      `The hosts file of this machine has another address for ${context.name} than the name server`,
    evidence: (facts) => [
      `the hosts file has ${facts.evidence.name?.hosts_file?.join(', ')}`,
      facts.evidence.name?.served_address_connects && "the name server's address connects",
      ...nameServerLines(facts),
    ],
    next: (facts) => [`grep -n ${facts.context.name} /etc/hosts`, dig(facts)],
  },
]

function hasAddresses({ ipv4, ipv6 }: NameServerFinding): boolean {
  return ipv4.outcome === 'addresses' || ipv6.outcome === 'addresses'
}
