import type { CheckTcpConnectionParameters, Failure, Fault } from 'check-tcp'
import type { Lab, LabOptions, ProberOptions, Services } from 'check-tcp-lab'

/** One way for a check to end, made by a real kernel. */
export interface Row {
  /** What happens. */
  readonly title: string
  readonly lab?: LabOptions
  readonly prober?: ProberOptions
  /** Prepares the lab before the prober starts. */
  readonly arrange?: (lab: Lab, services: LabServices) => Promise<unknown>
  /** What ends the connection may come after its result: such results say nothing of the row, and others are made. */
  readonly mayBeConnectedFirst?: boolean
  /** How long the kernel keeps what was arranged; runs that took longer, as where the machine was paused, are made again. */
  readonly holdsForMs?: number
  readonly parameters: (lab: Lab) => CheckTcpConnectionParameters
  readonly abortAfterMs?: number
  /** The prober has no descriptor left. */
  readonly outOfDescriptors?: boolean
  /** The runs disturb each other, or share one look-up, and so come one after the other. */
  readonly oneByOne?: boolean
  readonly expected: Expected
}

export interface LabServices {
  readonly onTarget: Services
  readonly onProber: Services
}

export interface Expected {
  readonly failure: Failure
  readonly error: string
  readonly fault: Fault
  /** Absent where the verdict is the library's own. */
  readonly code?: string
  readonly cause?: string
}

/** The failure table of docs/guide/result.md, written out again: what the library says is held against this. */
const TABLE = {
  refused: ['Connection refused', 'target'],
  timeout: ['Connection timeout', 'network'],
  host_not_found: ['Host not found', 'dns'],
  dns_unavailable: ['Host not found', 'dns'],
  network_unreachable: ['Network unreachable', 'network'],
  permission_denied: ['Permission denied', 'local'],
  port_in_use: ['Port in use', 'local'],
  connection_reset: ['Connection reset', 'target'],
  tls_failed: ['TLS handshake failed', 'target'],
  starttls_failed: ['STARTTLS failed', 'target'],
  certificate_expired: ['Certificate expired', 'target'],
  certificate_not_trusted: ['Certificate not trusted', 'target'],
  tls_setup_failed: ['TLS cannot be set up', 'local'],
  unexpected_answer: ['Unexpected answer', 'target'],
  not_as_expected: ['Expected refused, found open', 'target'],
  too_few_addresses: ['Too few addresses answered', 'target'],
  resolves_elsewhere: ['Host resolves elsewhere', 'dns'],
  local_resources: ['Local resources exhausted', 'local'],
  denied_by_policy: ['Denied by policy', 'policy'],
  not_audited: ['Audit log cannot be written', 'local'],
  cancelled: ['Cancelled', 'local'],
  unknown: ['invalid argument', 'local'],
} as const satisfies Record<Failure, readonly [error: string, fault: Fault]>

export function expectFailure(
  failure: Failure,
  evidence: { readonly code?: string; readonly cause?: string; readonly fault?: Fault } = {},
): Expected {
  const [error, fault] = TABLE[failure]
  return { failure, error, fault, ...evidence }
}

/** The port that the rows check. */
export const PORT = 2000

/** One row for each family, from one description. */
export function inBothFamilies(row: (family: 4 | 6) => Row): readonly Row[] {
  return [row(4), row(6)]
}

/** The target's address in a family, with the port. */
export function targetIn(family: 4 | 6): (lab: Lab) => { host: string; port: number } {
  return ({ target }) => ({ host: family === 4 ? target.ipv4 : target.ipv6, port: PORT })
}
