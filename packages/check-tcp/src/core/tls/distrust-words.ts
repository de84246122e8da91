/** OpenSSL's codes of verification (X509_STORE_CTX_get_error(3)) and Node's own, in words that follow "it is not trusted:". */
const WORDS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its chain ends with an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate of its issuer is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'its issuer is not trusted here, or the server does not send the whole chain',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its issuer is not trusted here, or the server does not send the whole chain',
  CERT_HAS_EXPIRED: 'a certificate of the chain has expired',
  CERT_NOT_YET_VALID: 'a certificate of the chain is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is for other names',
  ERR_TLS_CERT_ALTNAME_FORMAT: 'its names cannot be read',
  CERT_SIGNATURE_FAILURE: 'the signature of a certificate of the chain is wrong',
  CERT_REVOKED: 'it was revoked',
  CERT_UNTRUSTED: 'its authority is not trusted for this',
  CERT_REJECTED: 'its authority must not be used for this',
  CERT_CHAIN_TOO_LONG: 'its chain is too long',
  PATH_LENGTH_EXCEEDED: 'its chain is longer than its authority allows',
  INVALID_CA: 'a certificate of the chain may not issue others',
  INVALID_PURPOSE: 'it is not meant for servers',
  HOSTNAME_MISMATCH: 'it is for other names',
  NO_CERTIFICATE: 'the server sent none',
  WEAK_KEY: 'a key of the chain is too weak',
  UNSPECIFIED: 'OpenSSL does not accept the chain, for instance for a weak key or signature',
}

/** Why a certificate is not trusted, in words; a code that is not known, as it is. */
export function distrustInWords(code: string): string {
  return (Object.hasOwn(WORDS, code) ? WORDS[code] : undefined) ?? code
}
