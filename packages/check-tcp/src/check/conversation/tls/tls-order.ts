import type { CheckParameters } from '../../../core/parameters/check-parameters.js'
import { parseHost, textOfHost, type ValidHost } from '../../../core/target/host.js'
import { expiryMs } from '../../../core/tls/expiry-duration.js'
import type { StartTlsProtocol } from '../../../core/tls/tls-parameters.js'

/** How TLS is to be spoken on a connection, and what is asked of the certificate. */
export interface TlsOrder {
  /** The name or address that the certificate is to be for. */
  readonly identity: string
  /** The name for SNI; absent for an address, which is no server name (RFC 6066 section 3). */
  readonly serverName?: string
  readonly starttls?: StartTlsProtocol
  /** The certificate must be trusted. */
  readonly verify: boolean
  /** A certificate that expires within so many milliseconds is marked, and one that has expired fails. */
  readonly expiresInMs?: number
  readonly files: TlsFiles
}

/** Paths of PEM files. */
export interface TlsFiles {
  readonly certificate?: string
  readonly key?: string
  readonly ca?: string
}

/** What the parameters ask of TLS. `host` is the one that is connected to. */
export function tlsOrderOf({ tls }: CheckParameters, host: ValidHost): TlsOrder {
  const asked = typeof tls === 'object' ? tls : {}
  const { server_name, starttls, expires_in, certificate, key, ca } = asked
  const named = server_name === undefined ? host : parseHost(server_name)
  const name = named.kind === 'name' ? named.name.replace(/\.$/, '') : undefined
  const expiresInMs = expires_in === undefined ? undefined : expiryMs(expires_in)
  return {
    identity: name ?? addressOf(named.kind === 'invalid' ? host : named),
    ...(name === undefined ? {} : { serverName: name }),
    ...(starttls === undefined ? {} : { starttls }),
    verify: asked.verify ?? ca !== undefined,
    ...(expiresInMs === undefined ? {} : { expiresInMs }),
    files: {
      ...(certificate === undefined ? {} : { certificate }),
      ...(key === undefined ? {} : { key }),
      ...(ca === undefined ? {} : { ca }),
    },
  }
}

/** A certificate knows no zones. */
function addressOf(host: ValidHost): string {
  return textOfHost(host).replace(/%.*$/, '')
}
