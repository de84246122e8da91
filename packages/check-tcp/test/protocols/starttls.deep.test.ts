import { checkTcpConnection } from 'check-tcp'
import {
  missingStartTlsServers,
  STARTTLS_SERVERS,
  type StartTlsService,
  startStartTlsServer,
} from 'check-tcp-lab'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../cli/support/temporary-folder.js'
import { makeAuthority, makeCertificate } from '../support/make-certificate.js'

const isRoot = process.getuid?.() === 0
const missing = missingStartTlsServers()
const leftOut = !isRoot
  ? ' (left out: needs root)'
  : missing.length > 0
    ? ` (left out: ${missing.join(', ')} missing)`
    : ''

const root = makeAuthority('Root of the tests')
const services = Object.keys(STARTTLS_SERVERS) as StartTlsService[]

describe.skipIf(leftOut !== '')(`real servers${leftOut}`, () => {
  it.each(services)(
    '%s changes to TLS, and its certificate is held against what is asked',
    async (starttls) => {
      await using folder = await temporaryFolder()
      const ca = await folder.write('ca.pem', root.certificate)
      await using server = await startStartTlsServer(starttls, makeCertificate({ by: root, to: 9 }))
      const target = { host: 'localhost', family: 4, port: server.port } as const
      const tls = { starttls, ca, expires_in: '14d' } as const
      expect(await checkTcpConnection({ ...target, tls })).toMatchObject({
        status: 'success',
        details: {
          proven: ['tcp', 'tls'],
          expiring: true,
          tls: { trusted: true, subject: 'service.test', issuer: 'Root of the tests' },
        },
      })
      const verify = { starttls, verify: true } as const
      expect(await checkTcpConnection({ ...target, tls: verify })).toMatchObject({
        details: { failure: 'certificate_not_trusted' },
      })
    },
  )

  it('is not taken for another one', async () => {
    await using server = await startStartTlsServer('imap', makeCertificate())
    for (const starttls of services.filter((each) => each !== 'imap')) {
      const tls = { starttls }
      const { details } = await checkTcpConnection({
        host: '127.0.0.1',
        port: server.port,
        timeout: 5,
        tls,
      })
      expect({ starttls, failure: details.failure }).toEqual({
        starttls,
        failure: 'starttls_failed',
      })
    }
  })
})
