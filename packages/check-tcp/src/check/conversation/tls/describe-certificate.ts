import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { TlsResult } from '../../../core/wire/result.js'

const DAY_MS = 86_400_000

/** Names that a result lists; some certificates have hundreds. */
const MAX_NAMES = 100

/** Certificates of a chain that are looked at; OpenSSL itself stops at 100. */
const LONGEST_CHAIN = 20

/** RSA keys with fewer bits are refused by OpenSSL's security level 2 and by browsers. */
const WEAKEST_RSA_BITS = 2_048

/** What a handshake told: the version, the certificate, and whether it is trusted; `nowMs` is wall time. */
export function describeTls(tls: TLSSocket, nowMs: number): TlsResult {
  const leaf = tls.getPeerCertificate(true)
  const chain = chainOf(leaf)
  const distrust = distrustOf(tls, chain)
  const untilMs = Date.parse(leaf.valid_to)
  const fromMs = Date.parse(leaf.valid_from)
  const names = namesOf(leaf.subjectaltname)
  const first = earliest(chain, distrust === undefined, nowMs)
  return {
    version: tls.getProtocol() ?? 'unknown',
    cipher: tls.getCipher().standardName,
    trusted: distrust === undefined,
    ...(distrust === undefined ? {} : { distrust }),
    ...optional('subject', nameOf(leaf.subject?.CN)),
    ...optional('issuer', nameOf(leaf.issuer?.CN ?? leaf.issuer?.O)),
    ...(names.length === 0 ? {} : { names }),
    ...(Number.isNaN(fromMs) ? {} : { valid_from: new Date(fromMs).toISOString() }),
    ...(Number.isNaN(untilMs)
      ? {}
      : {
          valid_to: new Date(untilMs).toISOString(),
          days_left: Math.floor((untilMs - nowMs) / DAY_MS),
        }),
    ...(first ? { earliest_expiry: new Date(Date.parse(first.valid_to)).toISOString() } : {}),
    ...(first && first !== leaf
      ? optional('earliest_expiry_subject', nameOf(first.subject?.CN ?? first.subject?.O))
      : {}),
    ...optional('serial_number', leaf.serialNumber?.toLowerCase()),
    ...optional('fingerprint_sha256', leaf.fingerprint256?.replaceAll(':', '').toLowerCase()),
  }
}

/** The server's certificate and its issuers, as far as the server sent them or this machine knows them. */
function chainOf(leaf: DetailedPeerCertificate): readonly DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = []
  let next: DetailedPeerCertificate | undefined = leaf
  while (next?.fingerprint256 && chain.length < LONGEST_CHAIN && !chain.includes(next)) {
    chain.push(next)
    next = next.issuerCertificate
  }
  return chain
}

/** Why the certificate is not trusted, as a code; `undefined` where it is. */
function distrustOf(
  { authorized, authorizationError }: TLSSocket,
  chain: readonly DetailedPeerCertificate[],
): string | undefined {
  const [leaf] = chain
  if (!leaf) return 'NO_CERTIFICATE'
  if (authorized) return undefined
  const code = String(authorizationError)
  if (code === 'UNSPECIFIED') return chain.some(hasWeakKey) ? 'WEAK_KEY' : code
  return code
}

function hasWeakKey({ bits, modulus }: DetailedPeerCertificate): boolean {
  return modulus !== undefined && bits !== undefined && bits < WEAKEST_RSA_BITS
}

/**
 * The certificate of the chain that expires first. Where the chain is trusted, one that has expired is not needed for
 * it: an old cross-signature, which servers go on sending.
 */
function earliest(
  chain: readonly DetailedPeerCertificate[],
  trusted: boolean,
  nowMs: number,
): DetailedPeerCertificate | undefined {
  const known = chain.filter(({ valid_to }) => {
    const ms = Date.parse(valid_to)
    return !Number.isNaN(ms) && !(trusted && ms <= nowMs)
  })
  return known.reduce<DetailedPeerCertificate | undefined>(
    (best, each) => (best && Date.parse(best.valid_to) <= Date.parse(each.valid_to) ? best : each),
    undefined,
  )
}

/**
 * The DNS names and addresses of a subjectAltName as Node writes it: `DNS:a, IP Address:192.0.2.1`, with JSON's quotes
 * around what has commas or quotes of its own.
 */
function namesOf(text: string | undefined): readonly string[] {
  const parts = (text ?? '').matchAll(/(?:^|, )(DNS|IP Address):("(?:[^"\\]|\\.)*"|[^,"]*)/g)
  return [...parts].slice(0, MAX_NAMES).map(([, , name = '']) => name)
}

function optional<K extends string>(key: K, value: string | undefined): { [P in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: string })
}

/** A name may stand there more than once. */
function nameOf(name: string | string[] | undefined): string | undefined {
  return Array.isArray(name) ? name.join(', ') : name
}
