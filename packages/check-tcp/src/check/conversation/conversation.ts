import type { Socket } from 'node:net'
import type { Clock } from '../../core/clock.js'
import type { FailureReason } from '../../core/failure/failure.js'
import type { Layer, TlsResult } from '../../core/wire/result.js'
import type { KeptConnection } from '../../engine/engine.js'
import type { EventLoopYielder } from '../event-loop-yielder.js'
import { SocketReader } from './socket-reader.js'
import { changeToTls } from './tls/change-to-tls.js'
import type { TlsOrder } from './tls/tls-order.js'

/** What to prove on a connection that stands, in this order. */
export interface Conversation {
  readonly tls?: TlsOrder
  readonly send?: Buffer
  /** What to make of all that has come so far: words for it, or `undefined` while more is needed. */
  readonly recognise?: (answer: Buffer, ended: boolean) => string | undefined
  readonly holdMs?: number
}

/** What came of it. */
export interface ConversationResult {
  readonly proven: readonly Layer[]
  readonly tls?: TlsResult
  /** The certificate expires sooner than was asked for. */
  readonly expiring?: true
  /** The beginning of what the service said. */
  readonly received?: string
  /** What the answer was recognised as. */
  readonly recognised?: string
  /** Milliseconds from the connection, or from the TLS handshake's end, to the answer. */
  readonly answerMs?: number
  readonly reason?: FailureReason
}

/** Has its conversation on a connection that stands, and closes it. Never rejects. */
export type Converse = (
  kept: KeptConnection,
  tools: ConversationTools,
) => Promise<ConversationResult>

interface ConversationTools {
  readonly clock: Clock
  /** Milliseconds that all but the holding may take. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  readonly yielder: EventLoopYielder
}

/** Bytes that the result shows of what a service said. */
const SHOWN_BYTES = 256

/** Proves what is asked for, one layer after the other, and closes the connection. Never rejects. */
export async function converse(
  kept: KeptConnection,
  { tls, send, recognise, holdMs }: Conversation,
  { clock, timeoutMs, signal, yielder }: ConversationTools,
): Promise<ConversationResult> {
  const endMs = clock.monotonicMs() + timeoutMs
  const leftMs = () => Math.max(0, endMs - clock.monotonicMs())
  const proven: Layer[] = ['tcp']
  let socket: Socket = kept.socket
  let certificate: Pick<ConversationResult, 'tls' | 'expiring'> = {}
  if (tls) {
    const { reason, ...changed } = await changeToTls(socket, tls, { clock, timeoutMs, signal })
    certificate = changed.certificate ?? {}
    if (changed.socket) proven.push('tls')
    if (reason || !changed.socket) {
      changed.socket?.destroy()
      kept.close()
      return { proven, ...certificate, ...(reason ? { reason } : {}) }
    }
    socket = changed.socket
  }

  const reader = new SocketReader(socket)
  const startMs = clock.monotonicMs()
  let answerMs: number | undefined
  let recognised: string | undefined
  let reason: FailureReason | undefined
  if (send) socket.write(send)
  if (recognise) {
    recognised = await reader.until(recognise, { clock, timeoutMs: leftMs(), signal, yielder })
    if (recognised === undefined) reason = reader.whyNot(signal)
    else {
      answerMs = clock.monotonicMs() - startMs
      proven.push('answer')
    }
  }
  if (!reason && holdMs !== undefined) {
    await reader.ended(holdMs, { clock, signal })
    if (signal?.aborted) reason = { failure: 'cancelled' }
    else if (reader.isOver) reason = reader.cut('closed_within_hold')
    else proven.push('hold')
  }
  reader.release()
  close(socket, kept)
  const received = reader.bytes.subarray(0, SHOWN_BYTES).toString()
  return {
    proven,
    ...certificate,
    ...(received === '' ? {} : { received }),
    ...(recognised === undefined ? {} : { recognised }),
    ...(answerMs === undefined ? {} : { answerMs }),
    ...(reason ? { reason } : {}),
  }
}

/** TLS says farewell first. */
function close(socket: Socket, kept: KeptConnection): void {
  if (socket === kept.socket) kept.close()
  else socket.resume().end(() => kept.close())
}
