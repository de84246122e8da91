import { readFile } from 'node:fs/promises'
import type { SecureContextOptions } from 'node:tls'
import type { FailureReason } from '../../../core/failure/failure.js'
import { whyUnreadable } from '../../../core/failure/why-unreadable.js'
import type { TlsFiles } from './tls-order.js'

type TlsSetup = { readonly context: SecureContextOptions } | { readonly reason: FailureReason }

/** What OpenSSL says of a failure; its messages name no part of a key. */
interface OpenSslError extends NodeJS.ErrnoException {
  readonly reason?: string
}

/**
 * Reads the files that TLS is to be spoken with, again for each check, since certificates are renewed. What is wrong
 * with them is a fault of this machine; no message has any of their content.
 */
export async function readTlsFiles(files: TlsFiles): Promise<TlsSetup> {
  const { certificate, key, ca } = files
  const { createPrivateKey, X509Certificate } = await import('node:crypto')
  const { createSecureContext } = await import('node:tls')
  try {
    const context = {
      ...(certificate === undefined
        ? {}
        : { cert: await readPem(certificate, 'certificate', (pem) => new X509Certificate(pem)) }),
      ...(key === undefined ? {} : { key: await readPem(key, 'key', createPrivateKey) }),
      ...(ca === undefined
        ? {}
        : { ca: await readPem(ca, 'certificate', (pem) => new X509Certificate(pem)) }),
    }
    try {
      createSecureContext(context)
    } catch (error) {
      throw new Unusable(whyRefused(asOpenSslError(error)))
    }
    return { context }
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    return { reason: { failure: 'tls_setup_failed', cause: error.message } }
  }
}

class Unusable extends Error {}

async function readPem(
  path: string,
  what: 'certificate' | 'key',
  parse: (pem: Buffer) => unknown,
): Promise<Buffer> {
  let pem: Buffer
  try {
    pem = await readFile(path)
  } catch (error) {
    throw new Unusable(`the file ${path} ${whyUnreadable(error)}`)
  }
  try {
    parse(pem)
  } catch (error) {
    const encrypted = asOpenSslError(error).code === 'ERR_MISSING_PASSPHRASE'
    const why = encrypted
      ? 'holds an encrypted key; use one without a passphrase'
      : `holds no ${what} in PEM format`
    throw new Unusable(`the file ${path} ${why}`)
  }
  return pem
}

function whyRefused({ code, reason = 'unknown reason' }: OpenSslError): string {
  return code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH'
    ? 'the key does not belong to the certificate'
    : `OpenSSL does not accept the certificate and its key: ${reason}`
}

/** Everything that Node's file system and OpenSSL throw is an error with a code. */
function asOpenSslError(error: unknown): OpenSslError {
  return error as OpenSslError
}
