import type { Found } from '../wire/result.js'
import { FAILURES, type Failure } from './failure.js'

/** A failure as the details of a result have it. */
interface FailureInDetail {
  readonly failure: Failure
  /** `details.cause`. */
  readonly cause?: string | undefined
  /** `details.found`. */
  readonly found?: Found | undefined
}

interface Help {
  /** What the error means, in a line. */
  readonly meaning: string
  /** What to do next, the likeliest first. */
  readonly advice: readonly string[]
}

/** Where this machine is to blame, what is usually said of the failure would send people to the target. */
const HELP_BY_CAUSE: Readonly<Record<string, Help>> = {
  own_firewall: {
    meaning: "This machine's own firewall rejected the connection",
    advice: [
      'Look for the rule that rejects it: `nft list ruleset`, `iptables-save`',
      'Allow the connection there, or check from another machine',
    ],
  },
  dropped_by_this_machine: {
    meaning: 'This machine dropped its own packets, so nothing reached the target',
    advice: [
      'Look for the output rule that drops them: `nft list ruleset`, `iptables-save`',
      'Allow the connection there, or check from another machine',
    ],
  },
  link_down: {
    meaning: 'The network interface of this machine has no link, so no packet was sent',
    advice: [
      'Check cable, switch port or virtual network: `ip link` says NO-CARRIER or DOWN',
      'Bring the interface up: `ip link set INTERFACE up`',
    ],
  },
  gateway_silent: {
    meaning: 'The gateway does not answer on the local network, so no packet left this machine',
    advice: [
      'Check that the gateway is up and on this network: `ip neigh`, `ip route`',
      'Check cable, switch port and VLAN of this machine',
    ],
  },
  route_discards: {
    meaning: 'A blackhole route of this machine discards what goes to the target',
    advice: [
      'Look for the route: `ip route show type blackhole`, `ip -6 route show type blackhole`, `ip rule`',
      'Remove it, or check from another machine',
    ],
  },
  prohibited_by_route_or_firewall: {
    meaning: FAILURES.permission_denied.meaning,
    advice: [
      'Look for a route or a rule that prohibits it: `ip route`, `ip rule`, `nft list ruleset`',
      ...FAILURES.permission_denied.advice,
    ],
  },
}

/** What a port was that should have been something else, where it was not open. */
const HELP_BY_FOUND: Partial<Readonly<Record<Found, Help>>> = {
  refused: {
    meaning: 'The port refuses connections, but it should be silent',
    advice: [
      'The firewall lets this port through to the target, which refuses it: check the rules for it on the way and on the target',
      'A firewall that rejects instead of dropping answers the same way: if that is intended, expect `refused`, or `closed` for either',
    ],
  },
  filtered: {
    meaning: 'The port is silent, but it should refuse connections',
    advice: [
      'A firewall blocks this port, or the target is down: check that it is up, then the rules for this port',
      'If silence is acceptable too, expect `closed`',
    ],
  },
}

/** What a failure means, in a line. */
export function meaningOf(failure: FailureInDetail): string {
  return helpOn(failure).meaning
}

/** What to do next about a failure, the likeliest first. */
export function adviceOn(failure: FailureInDetail): readonly string[] {
  return helpOn(failure).advice
}

/** The same text for failures on which the same is to be said. */
export function kindOfHelp({ failure, cause, found }: FailureInDetail): string {
  if (failure === 'not_as_expected') return `${failure} ${found}`
  return cause !== undefined && Object.hasOwn(HELP_BY_CAUSE, cause) ? cause : failure
}

function helpOn({ failure, cause = '', found }: FailureInDetail): Help {
  const byFound = failure === 'not_as_expected' && found ? HELP_BY_FOUND[found] : undefined
  const byCause = Object.hasOwn(HELP_BY_CAUSE, cause) ? HELP_BY_CAUSE[cause] : undefined
  return byFound ?? byCause ?? FAILURES[failure]
}
