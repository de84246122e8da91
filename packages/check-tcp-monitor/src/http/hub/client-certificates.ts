import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { HttpProblem } from '../problem/http-problem.js'

/** What Node says of certificates that are not accepted, in words. */
const REASONS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired, or a clock is wrong',
  CERT_NOT_YET_VALID: 'it is not valid yet, or a clock is wrong',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it has signed itself',
  INVALID_PURPOSE: 'it is not one for clients',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'another authority has signed it',
  UNABLE_TO_GET_ISSUER_CERT: 'another authority has signed it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'another authority has signed it',
  CERT_SIGNATURE_FAILURE: 'another authority has signed it',
}

/**
 * Lets nobody in but by a certificate of the authority that the config names. Asked before anything of a request is read; the
 * handshake itself lets others through, since a connection that just ends tells nobody why.
 *
 * @throws {HttpProblem} `certificate_needed`
 */
export function checkClientCertificate(socket: Socket | undefined): void {
  if (!(socket instanceof TLSSocket)) throw wanted()
  if (socket.authorized) return
  if (!socket.getPeerX509Certificate()) throw wanted()
  const code = String(socket.authorizationError)
  throw refused(`the certificate of this agent is not accepted: ${REASONS[code] ?? code}`)
}

function wanted(): HttpProblem {
  const how = 'name one, and its key, by `certificate` and `key` in agent.yaml'
  return refused(`this hub wants a certificate of its agents: ${how}`)
}

/** The connection goes with it: one that is mended is shown on another. */
function refused(detail: string): HttpProblem {
  return new HttpProblem('certificate_needed', detail, { headers: { Connection: 'close' } })
}
