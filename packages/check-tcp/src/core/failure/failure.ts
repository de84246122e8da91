export const FAULTS = ['target', 'network', 'dns', 'local', 'policy'] as const

/**
 * Whose fault a failure is. `local`, this machine's, where connect(2) failed here, and where the kernel lets it be seen that
 * nothing was sent. Not everything can be seen: `docs/guide/result.md` says what cannot.
 */
export type Fault = (typeof FAULTS)[number]

interface FailureRow {
  /** The text of the result's `error` key; `null` where the system's own text stands there. */
  readonly error: string | null
  /** What the error means, in a line. */
  readonly meaning: string
  readonly fault: Fault
  /** What to do next, the likeliest first. */
  readonly advice: readonly string[]
}

const HOST_NOT_FOUND_ADVICE = [
  'Verify the hostname is correct and DNS is working',
  'Check DNS configuration and network settings',
  'Use IP address instead of hostname for testing',
] as const

/** Every way in which a check can fail: the code of `details.failure`, its text, fault and advice. */
export const FAILURES = {
  refused: {
    error: 'Connection refused',
    meaning: 'No service listening on the target port',
    fault: 'target',
    advice: [
      'Verify the service is running on the target host',
      'Check if the correct port is being used',
      'Ensure the service is bound to the correct interface',
    ],
  },
  timeout: {
    error: 'Connection timeout',
    meaning: 'No response received within timeout period',
    fault: 'network',
    advice: [
      'Increase timeout value for slow connections',
      'Check network connectivity and firewall rules',
      'Verify the host is reachable via ICMP or other methods',
    ],
  },
  host_not_found: {
    error: 'Host not found',
    meaning: 'Unable to resolve hostname',
    fault: 'dns',
    advice: HOST_NOT_FOUND_ADVICE,
  },
  dns_unavailable: {
    error: 'Host not found',
    meaning: 'Unable to resolve hostname: the name service failed',
    fault: 'dns',
    advice: [
      'The name service failed, so this says nothing about the target: check the name servers in /etc/resolv.conf',
      ...HOST_NOT_FOUND_ADVICE.slice(1),
    ],
  },
  network_unreachable: {
    error: 'Network unreachable',
    meaning: 'No route to the target host',
    fault: 'network',
    advice: [
      'Check network configuration and routing tables',
      'Verify the host is on the same network or accessible via gateway',
      'Check for network outages or misconfigurations',
    ],
  },
  permission_denied: {
    error: 'Permission denied',
    meaning: 'Insufficient privileges to create socket',
    fault: 'local',
    advice: [
      'Run with appropriate user privileges',
      'Check SELinux/AppArmor policies',
      'Verify user has network access permissions',
    ],
  },
  port_in_use: {
    error: 'Port in use',
    meaning: 'Source port already in use',
    fault: 'local',
    advice: [
      'Use a different source port',
      'Let the system choose a random port (omit source_port parameter)',
    ],
  },
  connection_reset: {
    error: 'Connection reset',
    meaning: 'The target accepted the connection and then closed it',
    fault: 'target',
    advice: [
      'The target accepted the connection and closed it at once: look at its log',
      'Check access lists, connection limits and TCP wrappers on the target',
    ],
  },
  tls_failed: {
    error: 'TLS handshake failed',
    meaning: 'The connection was made, but no TLS session was established',
    fault: 'target',
    advice: [
      'The target accepted the connection, but no TLS session was established: check that this port speaks TLS from the first byte',
      'Compare with `openssl s_client -connect HOST:PORT -servername HOST`',
    ],
  },
  starttls_failed: {
    error: 'STARTTLS failed',
    meaning: 'The connection was made, but the server did not switch to TLS',
    fault: 'target',
    advice: [
      'The target accepted the connection, but did not switch to TLS: check that STARTTLS is enabled there',
      'Check that STARTTLS was requested in the protocol of this port, and that the port does not start with TLS (as 465, 993 and 995 do)',
    ],
  },
  certificate_expired: {
    error: 'Certificate expired',
    meaning: 'TLS works, but the certificate is no longer valid',
    fault: 'target',
    advice: [
      'Renew the certificate on the target, and have the service load it',
      'If it was already renewed, restart or reload the service: it still uses the old one',
    ],
  },
  certificate_not_trusted: {
    error: 'Certificate not trusted',
    meaning: 'TLS works, but the certificate cannot be trusted for this name',
    fault: 'target',
    advice: [
      'Compare with `openssl s_client -connect HOST:PORT -servername HOST -showcerts`',
      'Name the authority that issued it (`ca`, `--tls-ca`), or the name that it is for (`server_name`, `--tls-server-name`)',
    ],
  },
  tls_setup_failed: {
    error: 'TLS cannot be set up',
    meaning: 'A certificate or key file of this machine cannot be used',
    fault: 'local',
    advice: [
      'A certificate or key file of this machine cannot be used, so this says nothing about the target: the cause names it',
      'Check its path, that this user may read it, and that it is PEM',
    ],
  },
  unexpected_answer: {
    error: 'Unexpected answer',
    meaning: 'The connection was made, but the service did not answer as it should',
    fault: 'target',
    advice: [
      'The target accepted the connection, but its answer is not the expected one',
      'Check that the right service is on this port, and look at its log',
    ],
  },
  not_as_expected: {
    error: null,
    meaning: 'The port accepts connections, but it should not',
    fault: 'target',
    advice: [
      'Something listens on this port, and no firewall blocks it: find out what listens on the target',
      'Check the firewall rules on the way and on the target',
    ],
  },
  too_few_addresses: {
    error: 'Too few addresses answered',
    meaning: 'Fewer addresses of the host accept connections than required',
    fault: 'target',
    advice: [
      'Look at the addresses that did not answer, and why: what listens there, and which firewall is in front of them',
    ],
  },
  resolves_elsewhere: {
    error: 'Host resolves elsewhere',
    meaning: 'The host has an address that it should not have',
    fault: 'dns',
    advice: [
      'The name has an address that it should not have: check the zone, /etc/hosts and the name server that answered',
    ],
  },
  local_resources: {
    error: 'Local resources exhausted',
    meaning: 'This machine ran out of something that a connection needs',
    fault: 'local',
    advice: [
      'This machine ran out of descriptors, memory, threads or ephemeral ports, so this says nothing about the target',
      'Run fewer checks at once, or raise the limit (`ulimit -n`, `ulimit -u`, net.ipv4.ip_local_port_range)',
    ],
  },
  denied_by_policy: {
    error: 'Denied by policy',
    meaning: 'The policy of this machine does not allow this check',
    fault: 'policy',
    advice: ['No packet was sent: the policy does not allow this address and port'],
  },
  not_audited: {
    error: 'Audit log cannot be written',
    meaning: 'The policy requires a record of every check, but it could not be written',
    fault: 'local',
    advice: [
      'The policy requires a record of every check, so this says nothing about the target: the cause says why it could not be recorded',
      'Make room on the disk of the audit log, or let this user write there',
    ],
  },
  cancelled: {
    error: 'Cancelled',
    meaning: 'The check was stopped before it had an answer',
    fault: 'local',
    advice: [],
  },
  unknown: {
    error: null,
    meaning: 'The system reported an error that check-tcp does not know',
    fault: 'local',
    advice: [
      'Look up the code in the manual page connect(2), and check the routes of this machine: `ip route`, `ip rule`',
    ],
  },
} as const satisfies Record<string, FailureRow>

export type Failure = keyof typeof FAILURES

export const FAILURE_NAMES = Object.keys(FAILURES) as readonly Failure[]

/** Why a connect, an attempt or a check failed. */
export interface FailureReason {
  readonly failure: Failure
  /** The system's code, such as `ECONNREFUSED`; absent where the verdict is our own. */
  readonly code?: string
  /** What lies behind the failure, where more is known than the failure says. */
  readonly cause?: string
  /** The name servers that it is said of. */
  readonly nameServers?: readonly string[]
  /** The system's own text, for `unknown`. */
  readonly text?: string
  /** Whose fault it is, where that is not the failure's usual one. */
  readonly fault?: Fault
}

export function faultOf({ failure, fault }: FailureReason): Fault {
  return fault ?? FAILURES[failure].fault
}

export function errorText(reason: FailureReason): string {
  return FAILURES[reason.failure].error ?? reason.text ?? reason.code ?? 'Unknown error'
}
