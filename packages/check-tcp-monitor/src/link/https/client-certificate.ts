import { readFileSync } from 'node:fs'
import { whyUnreadable } from 'check-tcp/errors'
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
  return { cert: readPemFile(certificate), key: readPemFile(key) }
}

function readPemFile(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new LinkError('LINK_UNREACHABLE', `the file ${path} ${whyUnreadable(error)}`)
  }
}
