/** The protocols that begin in plain text and change to TLS when they are asked to. */
export const STARTTLS_PROTOCOLS = [
  'smtp',
  'imap',
  'pop3',
  'ftp',
  'ldap',
  'postgresql',
  'mysql',
  'xmpp',
  'sieve',
] as const

export type StartTlsProtocol = (typeof STARTTLS_PROTOCOLS)[number]

/** How TLS is to be spoken, beyond `true`. */
export interface TlsParameters {
  /** The certificate must be trusted: a chain to a known authority, the right name, within its validity period. @default true if `ca` is given, else false */
  verify?: boolean | undefined
  /** The name to ask for (SNI) and to look for in the certificate. @default the host */
  server_name?: string | undefined
  /** The protocol in which to ask for TLS first, such as `smtp` on port 25. */
  starttls?: StartTlsProtocol | undefined
  /** A certificate that expires sooner is marked `expiring`: a number with s, m, h, d or w, such as `14d`. */
  expires_in?: string | undefined
  /** PEM file with the client certificate and its chain. */
  certificate?: string | undefined
  /** PEM file with the key of the client certificate, unencrypted. */
  key?: string | undefined
  /** PEM file with the authorities to trust instead of those of the system. */
  ca?: string | undefined
}
