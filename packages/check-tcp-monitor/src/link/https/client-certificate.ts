import { readFileSync } from 'node:fs'
import { LinkError } from '../../core/link/agent-link.js'

/** Paths of the PEM files that an agent has, for a hub that wants a certificate. */
export interface ClientCertificate {
  readonly certificate: string
  readonly key: string
}

/**
 * Read for each connection: certificates are renewed while the agent runs.
 *
 * @throws {LinkError} where a file cannot be read
 */
export function readClientCertificate({ certificate, key }: ClientCertificate) {
  try {
    return { cert: readFileSync(certificate), key: readFileSync(key) }
  } catch (error) {
    const { message } = error as Error
    throw new LinkError(
      'LINK_UNREACHABLE',
      `the certificate for the hub cannot be read: ${message}`,
    )
  }
}
