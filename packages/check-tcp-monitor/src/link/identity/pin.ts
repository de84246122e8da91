import { createHash, type X509Certificate } from 'node:crypto'

/** SHA-256 of a certificate's public key (SPKI, DER), base64url. */
export function pinOf({ publicKey }: Pick<X509Certificate, 'publicKey'>): string {
  const der = publicKey.export({ format: 'der', type: 'spki' })
  return createHash('sha256').update(der).digest('base64url')
}
