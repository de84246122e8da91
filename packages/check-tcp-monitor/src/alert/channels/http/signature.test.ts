import { createHmac, timingSafeEqual } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { signatureOf } from './signature.js'

describe('the signature', () => {
  it('is the HMAC-SHA256 of time and body, in hexadecimal', () => {
    const signature = signatureOf('secret', '{"version":1}', 1_767_614_595_999)
    const [, seconds, digest = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? []
    expect(seconds).toBe('1767614595')
    const own = createHmac('sha256', 'secret').update('1767614595.{"version":1}').digest()
    expect(timingSafeEqual(own, Buffer.from(digest, 'hex'))).toBe(true)
  })

  it('is another one for another body, time or secret', () => {
    const signatures = [
      signatureOf('secret', 'body', 0),
      signatureOf('secret', 'Body', 0),
      signatureOf('secret', 'body', 1_000),
      signatureOf('Secret', 'body', 0),
    ]
    expect(new Set(signatures.map((each) => each.slice(-64))).size).toBe(4)
  })
})
