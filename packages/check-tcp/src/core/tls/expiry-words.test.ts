import { expect, it } from 'vitest'
import { daysUntilExpiry, expiryWords } from './expiry-words.js'

const AT = Date.parse('2026-03-01T00:00:00Z')
const tls = (expiry: string, subject?: string) => ({
  version: 'TLSv1.3',
  trusted: true,
  earliest_expiry: expiry,
  ...(subject === undefined ? {} : { earliest_expiry_subject: subject }),
})

it.each([
  ['2026-03-15T12:00:00Z', 'the certificate expires in 14 days', 14],
  ['2026-03-02T23:59:59Z', 'the certificate expires in 47 hours', 1],
  ['2026-03-01T01:59:00Z', 'the certificate expires in 119 minutes', 0],
  ['2026-03-01T00:01:30Z', 'the certificate expires in 1 minute', 0],
  ['2026-03-01T00:00:00Z', 'the certificate expired 0 minutes ago', 0],
  ['2026-02-20T00:00:00Z', 'the certificate expired 9 days ago', -9],
])('says of a certificate until %s: %s', (expiry, words, days) => {
  expect(expiryWords(tls(expiry), AT)).toBe(words)
  expect(daysUntilExpiry(tls(expiry), AT)).toBe(days)
})

it('says whose certificate it is where it is not the own one of the server', () => {
  expect(expiryWords(tls('2026-03-15T12:00:00Z', 'R3'), AT)).toBe(
    'the certificate of R3 in its chain expires in 14 days',
  )
  expect(expiryWords({ version: 'TLSv1.3', trusted: false }, AT)).toBeUndefined()
})
