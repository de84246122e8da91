import { spawnSync } from 'node:child_process'
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeSelfSigned } from './self-signed.js'

const NOW = Date.UTC(2026, 10, 30)

describe('a certificate that a hub makes for itself', () => {
  const { cert, key } = makeSelfSigned('check-tcp hub', NOW)
  const read = new X509Certificate(cert)

  it('is signed by its own key, and valid for ten years', () => {
    expect(read.verify(createPublicKey(createPrivateKey(key)))).toBe(true)
    expect(read.checkPrivateKey(createPrivateKey(key))).toBe(true)
    expect(read.subject).toBe('CN=check-tcp hub')
    expect(Date.parse(read.validTo) - NOW).toBe(3_650 * 86_400_000)
    expect(Date.parse(read.validFrom)).toBeLessThan(NOW)
  })

  it('has another key and number each time', () => {
    const other = new X509Certificate(makeSelfSigned('check-tcp hub', NOW).cert)
    expect(other.serialNumber).not.toBe(read.serialNumber)
    expect(other.fingerprint256).not.toBe(read.fingerprint256)
  })

  const openssl = spawnSync('openssl', ['version']).status === 0
  it.skipIf(!openssl)('is read by OpenSSL as well', () => {
    const args = ['x509', '-noout', '-subject']
    const { status, stdout } = spawnSync('openssl', args, { input: cert, encoding: 'utf8' })
    expect([status, stdout.trim()]).toEqual([0, expect.stringMatching(/CN ?= ?check-tcp hub/)])
  })
})
