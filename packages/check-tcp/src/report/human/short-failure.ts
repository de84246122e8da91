import type { Failure } from '../../core/failure/failure.js'

/** Each failure in a word or two, for the cell of a table; no two are the same. */
export const SHORT_FAILURES: Readonly<Record<Failure, string>> = {
  refused: 'refused',
  timeout: 'timeout',
  host_not_found: 'no such host',
  dns_unavailable: 'no name server',
  network_unreachable: 'unreachable',
  permission_denied: 'not permitted',
  port_in_use: 'port in use',
  connection_reset: 'reset',
  tls_failed: 'no TLS',
  starttls_failed: 'no STARTTLS',
  certificate_expired: 'cert expired',
  certificate_not_trusted: 'cert untrusted',
  tls_setup_failed: 'no TLS files',
  unexpected_answer: 'wrong answer',
  not_as_expected: 'open',
  too_few_addresses: 'too few',
  resolves_elsewhere: 'elsewhere',
  local_resources: 'no resources',
  denied_by_policy: 'denied',
  not_audited: 'not recorded',
  cancelled: 'cancelled',
  unknown: 'failed',
}
