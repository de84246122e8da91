import { checkTcpConnection } from 'check-tcp'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../cli/support/temporary-folder.js'
import { makeAuthority, makeCertificate } from '../support/make-certificate.js'
import { type TlsService, tlsService } from '../support/tls-service.js'

type Tls = Exclude<Parameters<typeof checkTcpConnection>[0]['tls'], undefined>

const check = ({ port }: TlsService, tls: Tls, host = '127.0.0.1') =>
  checkTcpConnection({ host, port, tls, family: 4, timeout: 5 })

const root = makeAuthority('Root of the tests')

/** A folder with the authority's certificate in it. */
async function trusting() {
  const folder = await temporaryFolder()
  return Object.assign(folder, { ca: await folder.write('ca.pem', root.certificate) })
}

describe('a certificate that is to be trusted', () => {
  it('is, where it has a chain to the authority and the right name, and the result tells of it', async () => {
    await using folder = await trusting()
    await using service = await tlsService(makeCertificate({ by: root }))
    const result = await check(service, { ca: folder.ca, expires_in: '14d' }, 'localhost')
    expect(result).toMatchObject({ status: 'success', connected: true })
    expect(result.details.tls).toMatchObject({
      version: 'TLSv1.3',
      cipher: expect.stringMatching(/^TLS_/),
      trusted: true,
      subject: 'service.test',
      issuer: 'Root of the tests',
      names: ['localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'],
      days_left: 29,
      serial_number: expect.stringMatching(/^01[0-9a-f]{16}$/),
      fingerprint_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(result.details.tls?.earliest_expiry).toBe(result.details.tls?.valid_to)
    expect(result.details).not.toHaveProperty('expiring')
  })

  it('may be for an address', async () => {
    await using folder = await trusting()
    await using service = await tlsService(makeCertificate({ by: root, names: ['127.0.0.1'] }))
    expect(await check(service, { ca: folder.ca })).toMatchObject({ status: 'success' })
    expect(await check(service, { ca: folder.ca }, 'localhost')).toMatchObject({
      error: 'Certificate not trusted',
      details: {
        failure: 'certificate_not_trusted',
        fault: 'target',
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
        cause: 'it is for 127.0.0.1, not for localhost',
      },
    })
  })

  it('is asked for by `server_name`, and held against it', async () => {
    await using folder = await trusting()
    const names = ['shop.example', '*.pages.example']
    await using service = await tlsService(makeCertificate({ by: root, names }))
    for (const server_name of ['shop.example', 'a.pages.example']) {
      expect(await check(service, { ca: folder.ca, server_name })).toMatchObject({
        status: 'success',
      })
    }
    expect(service.names).toEqual(['shop.example', 'a.pages.example'])
    expect(await check(service, { ca: folder.ca, server_name: 'pages.example' })).toMatchObject({
      details: { cause: 'it is for shop.example, *.pages.example, not for pages.example' },
    })
    // An address is no server name, but a certificate can be for one.
    expect(await check(service, { ca: folder.ca, server_name: '192.0.2.1' })).toMatchObject({
      details: { cause: 'it is for shop.example, *.pages.example, not for 192.0.2.1' },
    })
    expect(service.names.at(-1)).toBe(false)
  })

  it('is not where it signed itself, its authority is not known, or the chain has a gap', async () => {
    await using folder = await trusting()
    await using own = await tlsService(makeCertificate())
    expect(await check(own, { verify: true })).toMatchObject({
      status: 'error',
      connected: false,
      error: 'Certificate not trusted',
      details: {
        code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
        cause: 'the certificate is self-signed',
        proven: ['tcp', 'tls'],
        tls: { trusted: false, distrust: 'DEPTH_ZERO_SELF_SIGNED_CERT', subject: 'service.test' },
      },
    })
    await using unknown = await tlsService(makeCertificate({ by: root }))
    expect(await check(unknown, { verify: true })).toMatchObject({
      details: { failure: 'certificate_not_trusted', code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' },
    })
    const middle = makeAuthority('Middle of the tests', { by: root })
    const leaf = makeCertificate({ by: middle })
    await using gap = await tlsService(leaf)
    expect(await check(gap, { ca: folder.ca })).toMatchObject({
      details: {
        failure: 'certificate_not_trusted',
        cause: 'its issuer is not trusted here, or the server does not send the whole chain',
      },
    })
    await using whole = await tlsService(leaf, { chain: [middle.certificate] })
    expect(await check(whole, { ca: folder.ca })).toMatchObject({ status: 'success' })
  })

  it('is not where its key is too weak', async () => {
    const weak = makeAuthority('Weak', { kind: 'weak' })
    await using folder = await temporaryFolder()
    const ca = await folder.write('weak.pem', weak.certificate)
    const ciphers = 'DEFAULT:@SECLEVEL=0'
    await using service = await tlsService(makeCertificate({ by: weak }), { ciphers })
    expect(await check(service, { ca })).toMatchObject({
      details: {
        failure: 'certificate_not_trusted',
        code: 'WEAK_KEY',
        cause: 'a key of the chain is too weak',
      },
    })
  })

  it('is not asked for with `tls: true`', async () => {
    await using service = await tlsService(makeCertificate({ to: -0.5 }))
    for (const tls of [true, {}, { verify: false }]) {
      const { status, details } = await check(service, tls)
      expect({ status, trusted: details.tls?.trusted }).toEqual({
        status: 'success',
        trusted: false,
      })
    }
  })
})

describe('the time of a certificate', () => {
  it('is marked when it ends soon, trusted or not', async () => {
    await using service = await tlsService(makeCertificate({ to: 10.5 }))
    expect(await check(service, { expires_in: '14d' })).toMatchObject({
      status: 'success',
      details: { expiring: true, tls: { days_left: 10 } },
    })
    const { details } = await check(service, { expires_in: '240h' })
    expect(details).not.toHaveProperty('expiring')
  })

  it('fails the check when it is over, with and without `verify`', async () => {
    await using folder = await trusting()
    await using service = await tlsService(makeCertificate({ by: root, from: -9, to: -1.5 }))
    for (const tls of [{ expires_in: '14d' }, { verify: true }, { ca: folder.ca }]) {
      expect(await check(service, tls)).toMatchObject({
        status: 'error',
        error: 'Certificate expired',
        details: {
          failure: 'certificate_expired',
          fault: 'target',
          cause: expect.stringMatching(/^the certificate expired on \d{4}-\d\d-\d\d$/),
          tls: { days_left: -2 },
        },
      })
    }
  })

  it('fails the check before it has begun', async () => {
    await using folder = await trusting()
    await using service = await tlsService(makeCertificate({ by: root, from: 2, to: 9 }))
    for (const tls of [{ expires_in: '1d' }, { ca: folder.ca }]) {
      expect(await check(service, tls)).toMatchObject({
        error: 'Certificate not trusted',
        details: {
          code: 'CERT_NOT_YET_VALID',
          cause: expect.stringMatching(/^the certificate is not valid before /),
        },
      })
    }
  })

  it('is that of the whole chain', async () => {
    await using folder = await trusting()
    const middle = makeAuthority('Middle of the tests', { by: root, to: 3 })
    const leaf = makeCertificate({ by: middle, to: 60 })
    await using service = await tlsService(leaf, { chain: [middle.certificate] })
    const soon = await check(service, { ca: folder.ca, expires_in: '14d' })
    expect(soon).toMatchObject({
      status: 'success',
      details: {
        expiring: true,
        tls: { days_left: 59, earliest_expiry_subject: 'Middle of the tests' },
      },
    })
    const old = makeAuthority('Old middle', { by: root, from: -9, to: -1 })
    const behind = makeCertificate({ by: old, to: 60 })
    await using over = await tlsService(behind, { chain: [old.certificate] })
    expect(await check(over, { expires_in: '14d' })).toMatchObject({
      details: {
        failure: 'certificate_expired',
        cause: expect.stringMatching(/^the certificate of Old middle in its chain expired on /),
      },
    })
  })
})

describe('a server that asks for a client certificate', () => {
  const demanding = { requestCert: true, rejectUnauthorized: true, ca: root.certificate }

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    '%s: is refused without one, and content with the right one',
    async (version) => {
      await using folder = await trusting()
      const client = makeCertificate({ by: root, name: 'a client' })
      const files = {
        ca: folder.ca,
        certificate: await folder.write('client.pem', client.certificate),
        key: await folder.write('client.key', client.key),
      }
      const versions = { minVersion: version, maxVersion: version }
      await using service = await tlsService(makeCertificate({ by: root }), {
        ...demanding,
        ...versions,
      })
      expect(await check(service, { ca: folder.ca })).toMatchObject({
        status: 'error',
        error: 'TLS handshake failed',
        details: { failure: 'tls_failed', fault: 'target' },
      })
      expect(await check(service, files)).toMatchObject({
        status: 'success',
        details: { tls: { version, trusted: true } },
      })
    },
  )
})

describe('the files of TLS', () => {
  it('are a fault of this machine where they cannot be used, and no message has their content', async () => {
    await using folder = await trusting()
    await using service = await tlsService(makeCertificate())
    const { certificate, key } = makeCertificate()
    const other = makeCertificate()
    const cert = await folder.write('cert.pem', certificate)
    const path = (name: string) => `${folder.path}/${name}`
    const garbage = await folder.write('garbage', 'hunter2')
    const otherKey = await folder.write('other.key', other.key)
    const rows: readonly [Exclude<Tls, boolean>, string][] = [
      [{ ca: path('none.pem') }, `the file ${path('none.pem')} does not exist`],
      [{ ca: folder.path }, `the file ${folder.path} is a directory, not a file`],
      [{ ca: garbage }, `the file ${garbage} holds no certificate in PEM format`],
      [{ certificate: cert, key: garbage }, `the file ${garbage} holds no key in PEM format`],
      [{ certificate: cert, key: otherKey }, 'the key does not belong to the certificate'],
    ]
    for (const [tls, cause] of rows) {
      const result = await check(service, tls)
      expect(result).toMatchObject({
        error: 'TLS cannot be set up',
        details: { failure: 'tls_setup_failed', fault: 'local', cause },
      })
      const text = JSON.stringify(result)
      expect(text).not.toContain('hunter2')
      expect(text).not.toContain(key.split('\n')[1])
    }
  })
})
