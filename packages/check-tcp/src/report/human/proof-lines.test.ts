import { describe, expect, it } from 'vitest'
import { ENTRIES, HOSTILE } from '../../../test/report/entries.js'
import type { ResultDetails, TlsResult } from '../../core/wire/result.js'
import { proofLines } from './proof-lines.js'

const TLS: TlsResult = {
  version: 'TLSv1.3',
  trusted: true,
  subject: 'www.example.com',
  issuer: 'Example CA',
  days_left: 30,
}

function linesOf(details: Partial<ResultDetails>): string[] {
  const { result } = ENTRIES.connected
  return proofLines({ ...result, details: { ...result.details, ...details } })
}

describe('proofLines', () => {
  it('says nothing where a connection was all that was asked for', () => {
    expect(linesOf({})).toEqual([])
  })

  it('names the layers, the certificate and what the service said', () => {
    const details: Partial<ResultDetails> = {
      proven: ['tcp', 'tls', 'answer'],
      tls: TLS,
      received: '220 mail.example ESMTP\r\n',
      answer_time: 0.012,
    }
    expect(linesOf(details)).toEqual([
      'proven: TCP connection, TLS handshake, answer of the service',
      'TLSv1.3, certificate of www.example.com, issued by Example CA, 30 days left, trusted',
      'said after 12.0 ms: 220 mail.example ESMTP',
    ])
  })

  it('says why a certificate is not trusted, and since when it is over', () => {
    const tls: TlsResult = { ...TLS, trusted: false, distrust: 'CERT_HAS_EXPIRED', days_left: -3 }
    expect(linesOf({ proven: ['tcp', 'tls'], tls })[1]).toBe(
      'TLSv1.3, certificate of www.example.com, issued by Example CA, expired 3 days ago, not trusted: a certificate of the chain has expired',
    )
    const bare: TlsResult = { version: 'TLSv1.2', trusted: false }
    expect(linesOf({ proven: ['tcp', 'tls'], tls: bare })[1]).toBe(
      'TLSv1.2, not trusted: OpenSSL does not accept the chain, for instance for a weak key or signature',
    )
  })

  it('shows the greeting that was recognised rather than the bytes, shortened and harmless', () => {
    const banner = `SSH-2.0-${'x'.repeat(100)}`
    const [, said = ''] = linesOf({ proven: ['tcp', 'answer'], banner, received: 'bytes' })
    expect(said).toBe(`said: SSH-2.0-${'x'.repeat(52)}…`)
    const [, hostile = ''] = linesOf({ proven: ['tcp', 'answer'], received: HOSTILE })
    expect(hostile).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/)
  })
})
