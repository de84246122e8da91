import type { FailureReason } from './failure.js'

/**
 * Why this machine itself is the reason that nothing is known about a target, where the kernel lets that be seen:
 * - `own_firewall`: its firewall answered in the target's name;
 * - `dropped_by_this_machine`: the kernel could not hand on the SYNs that it sent again, mostly for a firewall's rule;
 * - `gateway_silent`: nobody answers for the gateway on the local network, so that no SYN left;
 * - `route_discards`: a blackhole route of it takes what goes to the target;
 * - `link_down`: the interface that the way leads through is down or has no carrier.
 */
export type LocalCause =
  | 'own_firewall'
  | 'dropped_by_this_machine'
  | 'gateway_silent'
  | 'route_discards'
  | 'link_down'

/** What a system call said: its errno name, and the call it came from. */
export interface SystemFailure {
  /** The errno's name, such as `ECONNREFUSED`. */
  readonly code: string
  /** The system call: `bind`, `connect`, `socket` or another. */
  readonly syscall: string
  /** The system's own text for the errno. */
  readonly text?: string
  /** It came after the system call had returned, in answer to a packet or for want of an answer; `false`: at once. */
  readonly fromNetwork?: boolean
  /** This machine is the reason all the same. */
  readonly local?: LocalCause | undefined
  /** This machine has no source address of the IP version asked for (IPv6 switched off, say). */
  readonly noSourceAddress?: boolean
}

const DIRECT: Readonly<Record<string, FailureReason['failure']>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'connection_reset',
  // The kernel gave up by itself: tcp_syn_retries ran out before our own timeout did.
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'network_unreachable',
  EHOSTUNREACH: 'network_unreachable',
  ENOPROTOOPT: 'network_unreachable',
  EMFILE: 'local_resources',
  ENFILE: 'local_resources',
  ENOBUFS: 'local_resources',
  ENOMEM: 'local_resources',
}

/** What connect(2) says at once where this machine has no way to the target, before any packet is made. */
const NO_WAY: Readonly<Record<string, string>> = {
  ENETUNREACH: 'no_route',
  EHOSTUNREACH: 'unreachable_route',
}

/**
 * Maps an errno to a failure, by the errno and the system call together, never by message text. Where connect(2) failed
 * at once no packet was sent, so the fault is this machine's whatever the failure's is otherwise.
 * Facts: connect(2), bind(2), ip(7).
 */
export function classifySystemFailure(
  system: SystemFailure,
  sourcePort: number | undefined,
): FailureReason {
  const reason = reasonOf(system, sourcePort)
  const { code, fromNetwork, local } = system
  if (local) return { ...reason, cause: local, fault: 'local' }
  if (reason.failure !== 'network_unreachable') return reason
  if (reason.cause === 'no_source_address') return { ...reason, fault: 'local' }
  // An engine that does not say when it came leaves that open.
  if (fromNetwork !== false) return reason
  const cause = NO_WAY[code]
  return { ...reason, ...(cause ? { cause } : {}), fault: 'local' }
}

function reasonOf(
  { code, syscall, text, noSourceAddress = false, fromNetwork = false, local }: SystemFailure,
  sourcePort: number | undefined,
): FailureReason {
  // EINVAL has many reasons, so only where the routes were asked.
  if (local === 'route_discards') return { failure: 'network_unreachable', code }
  const direct = DIRECT[code]
  if (direct) return { failure: direct, code }

  switch (code) {
    case 'EACCES':
      // ICMPv6 "administratively prohibited" (RFC 4443 section 3.1) becomes EACCES too, after the call has returned.
      if (fromNetwork) {
        return {
          failure: 'network_unreachable',
          code,
          cause: 'prohibited_by_a_firewall_on_the_way',
        }
      }
      if (syscall === 'bind')
        return { failure: 'permission_denied', code, cause: 'privileged_port' }
      return { failure: 'permission_denied', code, cause: 'prohibited_by_route_or_firewall' }
    case 'EAGAIN':
      if (syscall === 'worker') return { failure: 'local_resources', code, cause: 'no_thread_left' }
      return { failure: 'unknown', code, ...(text === undefined ? {} : { text }) }
    case 'EPERM':
      return { failure: 'permission_denied', code }
    case 'EADDRINUSE':
      if (sourcePort === undefined) return { failure: 'local_resources', code }
      return {
        failure: 'port_in_use',
        code,
        cause: syscall === 'bind' ? 'source_port_taken' : 'same_connection_still_open',
      }
    case 'EADDRNOTAVAIL':
      // IPv6 switched off answers so, even for ::1; nothing is exhausted.
      if (noSourceAddress)
        return { failure: 'network_unreachable', code, cause: 'no_source_address' }
      if (sourcePort === undefined) {
        return { failure: 'local_resources', code, cause: 'ephemeral_ports_exhausted' }
      }
      return {
        failure: 'port_in_use',
        code,
        cause: syscall === 'bind' ? 'source_address_not_local' : 'same_connection_still_open',
      }
    case 'EAFNOSUPPORT':
      return { failure: 'network_unreachable', code, cause: 'no_source_address' }
    default:
      return { failure: 'unknown', code, ...(text === undefined ? {} : { text }) }
  }
}
