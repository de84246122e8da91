import type { FailureReason } from './failure.js'

/** What a system call said: its errno name, and the call it came from. */
export interface SystemFailure {
  /** The errno's name, such as `ECONNREFUSED`. */
  readonly code: string
  /** The system call: `bind`, `connect`, `socket` or another. */
  readonly syscall: string
  /** The system's own text for the errno. */
  readonly text?: string
  /** It came after the system call had returned, in answer to a packet. */
  readonly fromNetwork?: boolean
  /** This machine has no source address of the asked family (IPv6 switched off, say). */
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

/**
 * Maps an errno to a failure, by the errno and the system call together, never by message text.
 * Facts: connect(2), bind(2), ip(7).
 */
export function classifySystemFailure(
  { code, syscall, text, noSourceAddress = false, fromNetwork = false }: SystemFailure,
  sourcePort: number | undefined,
): FailureReason {
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
