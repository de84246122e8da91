import { hostAndPort } from 'check-tcp/words'

/** How long a join string can be used, milliseconds. */
export const JOIN_STRING_VALID_MS = 3_600_000

/** What a new agent needs to find its hub, to know it again, and to be let in once. */
export interface JoinString {
  readonly host: string
  readonly port: number
  /** SHA-256 of the hub's public key (SPKI, DER), base64url: RFC 7469 pins keys alike. Absent where the hub has a public certificate. */
  readonly pin?: string
  /** 256 random bits, base64url. */
  readonly secret: string
}

const PREFIX = 'ctj1'
const BITS_256 = /^[A-Za-z0-9_-]{43}$/

/** `ctj1:HOST:PORT:PIN:SECRET`, the host of an IPv6 address in brackets. */
export function formatJoinString({ host, port, pin = '', secret }: JoinString): string {
  return [PREFIX, hostAndPort(host, port), pin, secret].join(':')
}

/** @returns what is wrong with the text, in words for people, where it is not a join string */
export function parseJoinString(text: string): JoinString | string {
  const parts = /^([^:]*):(\[[^\]]*\]|[^:[\]]*):([^:]*):([^:]*):([^:]*)$/.exec(text.trim())
  if (!parts) return 'it is not a join string; `check-tcp monitor location add NAME` prints one'
  const [, prefix, host = '', port = '', pin = '', secret = ''] = parts
  if (prefix !== PREFIX)
    return `it begins with "${prefix}" instead of "${PREFIX}"; this version does not know that kind`
  if (host === '' || host === '[]') return 'it names no host'
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65_535) return `"${port}" is not a port`
  if (pin !== '' && !BITS_256.test(pin))
    return 'the key of the hub in it is incomplete; copy the whole line'
  if (!BITS_256.test(secret)) return 'the secret at its end is incomplete; copy the whole line'
  const bare = host.startsWith('[') ? host.slice(1, -1) : host
  return { host: bare, port: Number(port), ...(pin !== '' && { pin }), secret }
}
