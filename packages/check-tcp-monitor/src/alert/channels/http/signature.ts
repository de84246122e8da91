import { createHmac } from 'node:crypto'

/**
 * The value of `X-Check-Tcp-Signature`: `t=<seconds since 1970>,v1=<hex HMAC-SHA256 of "t.body">` (RFC 2104). The time is
 * signed along, so that a receiver can refuse what somebody recorded and sends again later.
 */
export function signatureOf(secret: string, body: string, wallMs: number): string {
  const seconds = Math.floor(wallMs / 1_000)
  const digest = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${digest}`
}
