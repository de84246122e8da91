import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isPublicKey, isSignedBy, makeAgentKey, readAgentKey, signAs } from './agent-key.js'

describe('the key of an agent', () => {
  const key = makeAgentKey()

  it('is the same when it is read again from what was kept', () => {
    expect(readAgentKey(key.pem)).toEqual(key)
    expect(Buffer.from(key.publicKey, 'base64url')).toHaveLength(32)
  })

  it('signs what its public key verifies, and nothing else', () => {
    const signature = signAs(key, 'hello')
    expect(isSignedBy(key.publicKey, 'hello', signature)).toBe(true)
    expect(isSignedBy(key.publicKey, 'hello!', signature)).toBe(false)
    expect(isSignedBy(makeAgentKey().publicKey, 'hello', signature)).toBe(false)
  })

  it('is told from what is no key', () => {
    expect(isPublicKey(key.publicKey)).toBe(true)
    for (const text of ['', 'x', 'A'.repeat(42), 'ö'.repeat(99)]) {
      expect(isPublicKey(text)).toBe(false)
    }
  })

  it.each(['', 'x', 'A'.repeat(43), 'ö'.repeat(99)])(
    'no signature is good by the key %j',
    (text) => {
      expect(isSignedBy(text, 'hello', signAs(key, 'hello'))).toBe(false)
      expect(isSignedBy(key.publicKey, 'hello', text)).toBe(false)
    },
  )

  it.each([
    ['no PEM', 'hello'],
    [
      'a key of another kind',
      String(generateKeyPairSync('x25519').privateKey.export({ format: 'pem', type: 'pkcs8' })),
    ],
  ])('is not read from %s', (_what, pem) => {
    expect(readAgentKey(pem)).toBeUndefined()
  })
})
