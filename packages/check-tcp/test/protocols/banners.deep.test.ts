import { checkTcpConnection } from 'check-tcp'
import {
  BANNER_SERVERS,
  type BannerService,
  missingBannerServers,
  startBannerServer,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { CERTIFICATE, KEY } from '../support/tls-certificates.js'

/** What each real server is known by. */
const BANNERS: Readonly<Record<BannerService, RegExp>> = {
  ssh: /^SSH-2\.0-OpenSSH_/,
  http: /^HTTP\/1\.1 \d+ /,
  https: /^HTTP\/1\.1 \d+ /,
  dns: /^DNS over TCP$/,
  redis: /^\+PONG$/,
  rediss: /^\+PONG$/,
  smtp: /^220 .*OpenSMTPD/,
  ftp: /^220 .*vsFTPd/,
  imap: /^\* OK .*Dovecot/,
  imaps: /^\* OK .*Dovecot/,
  pop3: /^\+OK Dovecot/,
  pop3s: /^\+OK Dovecot/,
  nats: /^INFO \{"server_id"/,
  mqtt: /^MQTT$/,
  mqtts: /^MQTT$/,
  ldap: /^LDAP$/,
  postgresql: /^PostgreSQL, (offers|without) TLS$/,
  mysql: /^MySQL protocol 10, version .*MariaDB/,
}

const SPEAKS_TLS = new Set<BannerService>(['https', 'rediss', 'imaps', 'pop3s', 'mqtts'])

const isRoot = process.getuid?.() === 0
const missing = missingBannerServers()
const leftOut = !isRoot
  ? ' (left out: needs root)'
  : missing.length > 0
    ? ` (left out: ${missing.join(', ')} missing)`
    : ''

describe.skipIf(leftOut !== '')(`real servers${leftOut}`, () => {
  const services = Object.keys(BANNER_SERVERS) as BannerService[]

  it.each(services)('%s is recognised by its own greeting', async (service) => {
    await using server = await startBannerServer(service, { certificate: CERTIFICATE, key: KEY })
    const parameters = { host: '127.0.0.1', port: server.port, service, banner: true } as const
    const result = await checkTcpConnection(parameters)
    expect(result).toMatchObject({ status: 'success', connected: true })
    expect(result.details.banner).toMatch(BANNERS[service])
    expect(result.details.proven).toEqual([
      'tcp',
      ...(SPEAKS_TLS.has(service) ? ['tls'] : []),
      'answer',
    ])
  })

  it('is not taken for another one', async () => {
    await using server = await startBannerServer('redis', { certificate: CERTIFICATE, key: KEY })
    for (const service of [
      'ssh',
      'postgresql',
      'mysql',
      'dns',
      'imap',
      'mongodb',
      'mqtt',
      'ldap',
    ]) {
      const parameters = { host: '127.0.0.1', port: server.port, service, banner: true, timeout: 1 }
      const { status, details } = await checkTcpConnection(parameters)
      expect({ service, status, failure: details.failure }).toMatchObject({
        service,
        status: 'error',
        failure: expect.stringMatching(/^(unexpected_answer|connection_reset)$/),
      })
    }
  })
})
