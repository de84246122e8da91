import type { Confidence } from '../explanation.js'
import { type Facts, isNextHopMissing } from '../facts.js'
import type { Rule } from '../rule.js'
import { isFull, listensOn } from './listening.js'

/** This machine's own firewall: it drops without an error, or answers in the target's name. */
export const OWN_FIREWALL: readonly Rule[] = [
  {
    reason: 'own_firewall_blocks',
    fault: 'local',
    when: surely,
    text: ({ target }) => `This machine's own firewall stops connections to ${target}`,
    evidence: ({ evidence: { own_firewall, sending, refusal }, unused, code }) => [
      ...(own_firewall?.rules ?? []).map(({ rule }) => `its rule: ${rule}`),
      sending && !sending.left && `no packet left ${sending.interface} for this port`,
      sending?.control_left && `one did for port ${unused?.port ?? 'beside it'}`,
      (sending?.failed_retransmits ?? 0) > 0 &&
        'the kernel could not send the SYN (TCPRetransFail)',
      refusal?.icmp &&
        `${refusal.icmp.meaning.replaceAll('_', ' ')} came from ${refusal.icmp.from}, this machine`,
      code && `connect(2) failed with ${code}`,
    ],
    next: ({ port }) => [
      'nft list ruleset',
      'iptables -S OUTPUT',
      `nft list ruleset | grep ${port}`,
    ],
  },
]

function surely(facts: Facts): Confidence | false {
  const { evidence, failure, isThisMachine } = facts
  if (failure === undefined) return false
  if (isThisMachine) return isShutOff(facts) && 'likely'
  const { own_firewall, sending, refusal, route } = evidence
  const isSilentOrRefused = [
    'timeout',
    'refused',
    'network_unreachable',
    'permission_denied',
  ].includes(failure)
  if (!isSilentOrRefused || route?.dead) return false
  const fromHere = refusal?.icmp && refusal.icmp.from === route?.source_address
  if (own_firewall?.rules.some(({ certain }) => certain)) return 'certain'
  // Packets that wait for an answer of the next hop have not left either, and end as this machine's own error.
  if (isNextHopMissing(evidence)) return false
  if (fromHere) return 'certain'
  if ((sending?.failed_retransmits ?? 0) > 0 && !sending?.left) return 'certain'
  if (sending && !sending.left && sending.control_left) return 'certain'
  return (own_firewall?.rules.length ?? 0) > 0 && 'possible'
}

/** A service of this machine listens on the address, has room in its queue, and yet cannot be reached. */
function isShutOff({ failure, evidence: { listeners }, context: { address } }: Facts): boolean {
  if (!address || (failure !== 'refused' && failure !== 'timeout')) return false
  return (
    listeners?.on_port.some((listener) => listensOn(listener, address) && !isFull(listener)) ??
    false
  )
}
