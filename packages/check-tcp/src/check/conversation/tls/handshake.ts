import type { Socket } from 'node:net'
import type { SecureContextOptions, TLSSocket } from 'node:tls'
import { onAbort } from '../../../core/abort.js'
import type { Clock } from '../../../core/clock.js'
import type { FailureReason } from '../../../core/failure/failure.js'
import type { TlsResult } from '../../../core/wire/result.js'
import { describeTls } from './describe-certificate.js'
import type { TlsOrder } from './tls-order.js'

/** Milliseconds that a server has at least to take back a handshake that is over for the client. */
const SHORTEST_AFTERTHOUGHT_MS = 100

const CLOSED = 'closed_in_tls_handshake'

type ShakenHands =
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
  { identity, serverName }: Pick<TlsOrder, 'identity' | 'serverName'>,
  context: SecureContextOptions,
  { clock, timeoutMs, signal }: HandshakeTools,
): Promise<ShakenHands> {
  // Loaded on demand, since a check should start fast.
  const { connect } = await import('node:tls')
  return new Promise((resolve) => {
    const startMs = clock.monotonicMs()
    const servername = serverName === undefined ? {} : { servername: serverName }
    // Node holds the certificate against `host` where there is no server name.
    const options = { socket, host: identity, rejectUnauthorized: false, ...servername }
    const tls = connect({ ...context, ...options })
    let cancel = clock.setTimer(timeoutMs, () => {
      settle({ reason: { failure: 'tls_failed', cause: 'no_tls_answer' } })
    })
    let accepting: NodeJS.Immediate | undefined
    const settle = (shaken: ShakenHands) => {
      cancel()
      clearImmediate(accepting)
      takeBack()
      tls.off('error', fail)
      tls.off('close', onClose)
      tls.off('close', onAccepted)
      tls.off('session', acceptSoon)
      tls.off('readable', acceptSoon)
      // The next owner listens for errors; one that comes before or after that breaks nothing.
      tls.on('error', () => {})
      if ('reason' in shaken) tls.destroy()
      resolve(shaken)
    }
    const fail = (error: HandshakeError) => settle({ reason: handshakeFailure(error) })
    const onClose = () => settle({ reason: { failure: 'tls_failed', cause: CLOSED } })
    let onAccepted = () => {}
    // Node calls back from within OpenSSL's reading: what is written before that has ended never leaves.
    const acceptSoon = () => {
      accepting ??= setImmediate(onAccepted)
    }
    const takeBack = onAbort(signal, () => settle({ reason: { failure: 'cancelled' } }))
    tls.on('error', fail)
    tls.once('close', onClose)
    tls.once('secureConnect', () => {
      const takenMs = clock.monotonicMs() - startMs
      // Of a socket that has closed Node tells nothing any more.
      const told = describeTls(tls, clock.wallMs())
      onAccepted = () => settle({ socket: tls, tls: told })
      if (tls.getProtocol() !== 'TLSv1.3') {
        onAccepted()
        return
      }
      // In TLS 1.3 the client is done before the server has seen its certificate (RFC 8446 section 2): a ticket or the
      // first words say that the server is content, an alert that it is not. Some send neither.
      cancel()
      const leftMs = Math.max(0, timeoutMs - takenMs)
      const graceMs = Math.max(SHORTEST_AFTERTHOUGHT_MS, 3 * takenMs)
      cancel = clock.setTimer(Math.min(leftMs, graceMs), onAccepted)
      tls.once('session', acceptSoon)
      tls.once('readable', acceptSoon)
      // A peer that is not content sends an alert; one that closes without has had its handshake.
      tls.off('close', onClose)
      tls.once('close', onAccepted)
    })
  })
}

/** Why TLS ended, from an error of Node or OpenSSL. */
export function handshakeFailure(error: HandshakeError): FailureReason {
  const { code = 'UNKNOWN', reason } = error
  // Node's own text for it is a sentence; whatever else ends a handshake comes from OpenSSL, with its reason.
  const cause = reason ?? (code === 'ECONNRESET' ? CLOSED : error.message)
  return { failure: 'tls_failed', code, cause }
}
