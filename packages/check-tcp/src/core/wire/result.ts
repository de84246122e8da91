import type { Failure, Fault } from '../failure/failure.js'
import type { Family } from '../target/ip-address.js'

/** What one address of the target answered in one attempt. */
export interface AddressResult {
  readonly address: string
  readonly family: Family
  readonly connected: boolean
  /** Seconds from the SYN to the answer or the verdict. */
  readonly connect_time: number
  readonly source_address?: string
  readonly source_port?: number
  /** SYNs that the kernel had to send again; more than 0 is packet loss, not latency. */
  readonly syn_retransmits?: number
  /** Connections to itself that were detected and tried again (a closed local port in the ephemeral range). */
  readonly self_connects?: number
  readonly failure?: Failure
  readonly fault?: Fault
  readonly code?: string
  readonly cause?: string
}

/** What a check has proven of a connection: it stands; TLS is spoken; the right answer came; it stays open. */
export const LAYERS = ['tcp', 'tls', 'answer', 'hold'] as const
export type Layer = (typeof LAYERS)[number]

/** What a TLS handshake told of the target. */
export interface TlsResult {
  /** `TLSv1.3` and so on. */
  readonly version: string
  /** The cipher suite by its name in the standards, such as `TLS_AES_256_GCM_SHA384`. */
  readonly cipher?: string
  /** Is the certificate trusted for the name that was asked for: by `ca` where that is given, else by this machine? */
  readonly trusted: boolean
  /** Why not, as OpenSSL's code. */
  readonly distrust?: string
  readonly subject?: string
  readonly issuer?: string
  /** The DNS names and addresses that the certificate is for (subjectAltName), the first 100. */
  readonly names?: readonly string[]
  /** RFC 3339, UTC. */
  readonly valid_from?: string
  readonly valid_to?: string
  /** Whole days until `valid_to`; negative once it is over. */
  readonly days_left?: number
  /** When the first certificate of the chain expires, the server's own among them; RFC 3339, UTC. */
  readonly earliest_expiry?: string
  /** Whose that certificate is, where it is not the server's own. */
  readonly earliest_expiry_subject?: string
  /** Seconds before that at which it counts as soon, where `expires_in` of `tls` asks for it. */
  readonly expires_in?: number
  /** Hexadecimal digits. */
  readonly serial_number?: string
  readonly fingerprint_sha256?: string
}

/** What was found, in the words of `expect`; `unknown` where a fault of this machine (nothing was sent, say) or of the name service hides it. */
export const FOUND = ['open', 'refused', 'filtered', 'unknown'] as const
export type Found = (typeof FOUND)[number]

/** One try at the target: a look-up, then one connect for each address that was tried. */
export interface AttemptResult {
  readonly attempt: number
  readonly connected: boolean
  /** Seconds until the first address was known; 0 for a literal address. */
  readonly dns_time: number
  /** Seconds of the whole attempt. */
  readonly total_time: number
  readonly failure?: Failure
  readonly fault?: Fault
  readonly code?: string
  readonly cause?: string
  /** The name servers concerned by the failure. */
  readonly name_servers?: readonly string[]
  readonly addresses: readonly AddressResult[]
}

export interface ResultDetails {
  /** The address that speaks for the check: the one that connected, or the one whose failure weighs most. */
  readonly address?: string
  readonly family?: Family
  readonly source_address?: string
  readonly source_port?: number
  /** Which engine made the connects. */
  readonly engine: 'node' | 'native'
  /** The name that was looked up, where it is not `host` as it was given: punycode, or completed by a search domain. */
  readonly name?: string
  readonly dns_time: number
  readonly connect_time: number
  /** Seconds from the check's start to its end, every attempt and delay included, but for `waited`. */
  readonly total_time: number
  /** Seconds that the check waited for its turns, where limits are set; part of no other time. */
  readonly waited?: number
  readonly syn_retransmits?: number
  /** Which layers were proven, if more than a connection was asked for. */
  readonly proven?: readonly Layer[]
  readonly tls?: TlsResult
  /** The beginning of what the service said. */
  readonly received?: string
  /** What the service's greeting was recognised as. */
  readonly banner?: string
  /** Seconds from the connection, or the end of the TLS handshake, to the answer. */
  readonly answer_time?: number
  /** What was found, if something other than an open port was expected. */
  readonly found?: Found
  /** Seconds; what the check was told to expect, where it was told. */
  readonly expected_response_time?: number
  /** The connection took longer than `expected_response_time`. */
  readonly slow?: true
  /** A certificate of the chain expires sooner than `expires_in` of `tls`. */
  readonly expiring?: true
  readonly failure?: Failure
  readonly fault?: Fault
  readonly code?: string
  readonly cause?: string
  /** The name servers concerned by the failure, as `192.0.2.53` or `192.0.2.53:5353`. */
  readonly name_servers?: readonly string[]
  /** What to do next. */
  readonly advice?: readonly string[]
  readonly attempts: readonly AttemptResult[]
}

/** The answer of a check that found what was expected: a connection. Times are seconds with at most 6 decimals. */
export interface SuccessResult {
  readonly status: 'success'
  readonly host: string
  readonly port: number
  /** False if something other than an open port was expected. */
  readonly connected: boolean
  /** Only a check that found something else than was expected has an error. */
  readonly error?: undefined
  /** Seconds of the handshake alone, without name look-up and earlier attempts; without a connection as in an error. */
  readonly response_time: number
  /** Attempts made. */
  readonly attempts: number
  /** When the check was decided, RFC 3339 in UTC. */
  readonly timestamp: string
  readonly details: ResultDetails
}

/** The answer of a check that did not find what was expected. */
export interface ErrorResult {
  readonly status: 'error'
  readonly host: string
  readonly port: number
  /** True where a connection was not all that was expected. */
  readonly connected: boolean
  readonly error: string
  readonly attempts: number
  /** Seconds from the first attempt's start to the verdict, delays included. */
  readonly response_time: number
  readonly timestamp: string
  readonly details: ResultDetails & {
    readonly failure: Failure
    readonly fault: Fault
    readonly advice: readonly string[]
  }
}

/** `status` tells the two apart; `connected` does it as well where nothing but an open port was expected. */
export type CheckResult = SuccessResult | ErrorResult
