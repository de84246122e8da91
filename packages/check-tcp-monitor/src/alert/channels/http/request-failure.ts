/** Why a request came to nothing, by the error's code; what is missing here is told by its code. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the receiver refuses the connection',
  ECONNRESET: 'the receiver reset the connection',
  EPIPE: 'the receiver reset the connection',
  UND_ERR_SOCKET: 'the receiver closed the connection without an answer',
  ETIMEDOUT: 'the receiver does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'the receiver does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'the receiver accepted the request but does not answer',
  UND_ERR_BODY_TIMEOUT: 'the receiver did not finish its answer',
  ENOTFOUND: "the receiver's name does not exist",
  EAI_AGAIN: 'the name service does not answer',
  EHOSTUNREACH: 'there is no route to the receiver',
  ENETUNREACH: 'there is no route to the receiver',
  ERR_INVALID_URL: 'its URL cannot be used',
  CERT_HAS_EXPIRED: "the receiver's certificate has expired",
  CERT_NOT_YET_VALID: "the receiver's certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the receiver's certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "the authority of the receiver's certificate is not trusted here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "the authority of the receiver's certificate is not trusted here",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "the authority of the receiver's certificate is not trusted here",
  ERR_TLS_CERT_ALTNAME_INVALID: "the receiver's certificate is for other names",
  ERR_SSL_WRONG_VERSION_NUMBER: 'the receiver does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the receiver does not speak TLS on this port',
}

/** The reason comes from the error's code: its message may repeat the URL. */
export function requestFailureInWords(error: unknown): string {
  const code = codeOf(error)
  if (code === undefined)
    return 'the request could not be made, for instance for a port that HTTP does not allow'
  if (code.startsWith('HPE_')) return 'the receiver does not speak HTTP on this port'
  return (Object.hasOwn(WORDS, code) ? WORDS[code] : undefined) ?? `the request failed: ${code}`
}

function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > 5) return undefined
  const { code, name, cause, errors } = error as Readonly<Record<string, unknown>>
  if (typeof code === 'string') return code
  // Node 24 gives this error no code.
  if (name === 'HTTPParserError') return 'HPE_UNKNOWN'
  const inner = Array.isArray(errors) ? errors[0] : undefined
  return codeOf(cause, depth + 1) ?? codeOf(inner, depth + 1)
}
