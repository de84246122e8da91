import { isIP } from 'node:net'
import type { TlsResult } from 'check-tcp'
import { labelOf } from '../metrics/series.js'

/** Makes a gauge with one value. */
export type SetGauge = (
  name: string,
  help: string,
  value: number,
  labels?: Record<string, string>,
) => void

/** What a handshake told: blackbox_exporter's metrics by its names, and whether the certificate is trusted. */
export function addTlsMetrics(gauge: SetGauge, tls: TlsResult): void {
  const { version, cipher, trusted, earliest_expiry: expiry } = tls
  if (expiry !== undefined) {
    const seconds = Date.parse(expiry) / 1_000
    const earliest = 'When the first certificate of the chain expires, as Unix time'
    gauge('probe_ssl_earliest_cert_expiry', earliest, seconds)
    const last = 'When the chain that is trusted expires, as Unix time; nothing where none is'
    if (trusted) gauge('probe_ssl_last_chain_expiry_timestamp_seconds', last, seconds)
  }
  if (tls.fingerprint_sha256 !== undefined) {
    gauge('probe_ssl_last_chain_info', "The server's own certificate; 1", 1, {
      fingerprint_sha256: tls.fingerprint_sha256,
      subject: commonName(tls.subject),
      issuer: commonName(tls.issuer),
      subjectalternative: (tls.names ?? [])
        .filter((name) => isIP(name) === 0)
        .map(labelOf)
        .join(','),
      serialnumber: tls.serial_number ?? '',
    })
  }
  const label = { version: version.replace(/^TLSv(\d)$/, 'TLS $1.0').replace(/^TLSv/, 'TLS ') }
  gauge('probe_tls_version_info', 'The TLS version that was agreed on; 1', 1, label)
  if (cipher !== undefined) {
    gauge('probe_tls_cipher_info', 'The cipher suite that was agreed on; 1', 1, { cipher })
  }
  const help = 'Whether the certificate is trusted for the name that was asked for'
  gauge('check_tcp_probe_tls_trusted', help, Number(trusted))
}

function commonName(name: string | undefined): string {
  return name === undefined ? '' : `CN=${labelOf(name)}`
}
