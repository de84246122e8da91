import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { FailureReason } from '../../../core/failure/failure.js'
import type { TlsResult } from '../../../core/wire/result.js'
import { type HandshakeTools, shakeHandsTls } from './handshake.js'
import { judgeCertificate } from './judge-certificate.js'
import type { TlsOrder } from './tls-order.js'

/** What became of a connection that was to speak TLS. */
interface ChangedToTls {
  /** Speaks TLS; absent where it came to none. */
  readonly socket?: TLSSocket
  readonly certificate?: { readonly tls: TlsResult; readonly expiring?: true }
  /** Why it is not as it was asked to be. */
  readonly reason?: FailureReason
}

/** Changes a connection to TLS, by STARTTLS where that is asked for, and holds the certificate against the order. */
export async function changeToTls(
  socket: Socket,
  order: TlsOrder,
  { clock, timeoutMs, signal }: HandshakeTools,
): Promise<ChangedToTls> {
  const endMs = clock.monotonicMs() + timeoutMs
  const tools = () => ({ clock, timeoutMs: Math.max(0, endMs - clock.monotonicMs()), signal })
  const setup = await setUp(order)
  if ('reason' in setup) return setup
  if (order.starttls) {
    const { startTls } = await import('../starttls/start-tls.js')
    const asked = { protocol: order.starttls, name: order.identity }
    const reason = await startTls(socket, asked, tools())
    if (reason) return { reason }
  }
  const shaken = await shakeHandsTls(socket, order, setup.context, tools())
  if ('reason' in shaken) return shaken
  const { expiresInMs } = order
  const asked = expiresInMs === undefined ? {} : { expires_in: expiresInMs / 1_000 }
  const tls = { ...shaken.tls, ...asked }
  const { reason, expiring } = judgeCertificate(tls, order, clock.wallMs())
  return {
    socket: shaken.socket,
    certificate: { tls, ...(expiring ? { expiring } : {}) },
    ...(reason ? { reason } : {}),
  }
}

async function setUp({ files }: TlsOrder) {
  if (Object.keys(files).length === 0) return { context: {} }
  const { readTlsFiles } = await import('./read-tls-files.js')
  return readTlsFiles(files)
}
