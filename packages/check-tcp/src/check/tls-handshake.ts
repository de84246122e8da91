import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Clock } from '../core/clock.js'
import type { FailureReason } from '../core/failure.js'
import type { TlsResult } from '../core/result.js'

const DAY_MS = 86_400_000

export type ShakenHands =
  | { readonly socket: TLSSocket; readonly tls: TlsResult }
  | { readonly reason: FailureReason }

export interface HandshakeTools {
  readonly clock: Clock
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** What Node says of a failure inside of OpenSSL: the message holds its file and line too, `reason` is for people. */
interface HandshakeError extends NodeJS.ErrnoException {
  readonly reason?: string
}

/**
 * Makes a TLS handshake over a connection. A certificate that cannot be trusted does not fail it: that somebody speaks
 * TLS is one question, whom to trust another, and the result tells both.
 */
export async function shakeHandsTls(
  socket: Socket,
  serverName: string | undefined,
  { clock, timeoutMs, signal }: HandshakeTools,
): Promise<ShakenHands> {
  // Loaded on demand, since a check should start fast.
  const { connect } = await import('node:tls')
  return new Promise((resolve) => {
    const servername = serverName === undefined ? {} : { servername: serverName }
    const tls = connect({ socket, rejectUnauthorized: false, ...servername })
    const settle = (shaken: ShakenHands) => {
      cancel()
      signal?.removeEventListener('abort', onAbort)
      if ('reason' in shaken) tls.destroy()
      resolve(shaken)
    }
    const fail = (error: HandshakeError) => {
      const cause = error.reason ?? error.message
      settle({ reason: { failure: 'tls_failed', code: error.code ?? 'UNKNOWN', cause } })
    }
    const onAbort = () => settle({ reason: { failure: 'cancelled' } })
    const cancel = clock.setTimer(timeoutMs, () => {
      settle({ reason: { failure: 'tls_failed', cause: 'no_tls_answer' } })
    })
    signal?.addEventListener('abort', onAbort)
    tls.on('error', fail)
    const onClose = () => fail(new Error('closed_in_tls_handshake'))
    tls.once('close', onClose)
    tls.once('secureConnect', () => {
      tls.off('error', fail)
      tls.off('close', onClose)
      settle({ socket: tls, tls: describe(tls, clock) })
    })
  })
}

function describe(tls: TLSSocket, clock: Clock): TlsResult {
  const certificate = tls.getPeerCertificate()
  const { authorizationError, authorized } = tls
  const untilMs = Date.parse(certificate.valid_to)
  const fromMs = Date.parse(certificate.valid_from)
  return {
    version: tls.getProtocol() ?? 'unknown',
    trusted: authorized,
    ...(authorized ? {} : { distrust: String(authorizationError) }),
    ...(certificate.subject?.CN === undefined ? {} : { subject: nameOf(certificate.subject.CN) }),
    ...(certificate.issuer?.CN === undefined ? {} : { issuer: nameOf(certificate.issuer.CN) }),
    ...(Number.isNaN(fromMs) ? {} : { valid_from: new Date(fromMs).toISOString() }),
    ...(Number.isNaN(untilMs)
      ? {}
      : {
          valid_to: new Date(untilMs).toISOString(),
          days_left: Math.floor((untilMs - clock.wallMs()) / DAY_MS),
        }),
  }
}

/** A name may stand there more than once. */
function nameOf(name: string | string[]): string {
  return Array.isArray(name) ? name.join(', ') : name
}
