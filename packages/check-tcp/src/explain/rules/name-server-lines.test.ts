import { expect, it } from 'vitest'
import type { Facts } from '../facts.js'
import type { NameAnswer } from '../probes/name.js'
import { nameServerLines } from './name-server-lines.js'

const NONE = { outcome: 'none', addresses: [], code: 'ENODATA', time: 0.0021 } as const

/** What is said of a name server that answers so. */
function lineOf(ipv4: NameAnswer, ipv6: NameAnswer): string | undefined {
  const server = { server: '192.0.2.53', name: 'db.test', ipv4, ipv6 }
  // Of the facts it reads the name servers alone.
  return nameServerLines({ evidence: { name: { name_servers: [server] } } } as unknown as Facts)[0]
}

it.each<[string, NameAnswer, NameAnswer]>([
  [
    'A: 192.0.2.7 after 1 ms; AAAA: no such address after 2 ms',
    { outcome: 'addresses', addresses: ['192.0.2.7'], time: 0.001 },
    NONE,
  ],
  [
    'no such name (NXDOMAIN) after 51 ms',
    { ...NONE, code: 'ENOTFOUND', time: 0.05 },
    { ...NONE, code: 'ENOTFOUND', time: 0.0512 },
  ],
  [
    'it cannot tell (SERVFAIL) after 3 ms',
    { outcome: 'failed', addresses: [], code: 'ESERVFAIL', time: 0.003 },
    { outcome: 'failed', addresses: [], code: 'ESERVFAIL', time: 0.003 },
  ],
])('says "%s" in words', (words, ipv4, ipv6) => {
  expect(lineOf(ipv4, ipv6)).toBe(`name server 192.0.2.53, asked for db.test: ${words}`)
})
