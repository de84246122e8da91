import type { Socket } from 'node:net'
import { abortable } from '../../core/abort.js'
import type { Clock } from '../../core/clock.js'
import type { FailureReason } from '../../core/failure/failure.js'
import type { EventLoopYielder } from '../event-loop-yielder.js'
import { handshakeFailure } from './tls/handshake.js'

/** Bytes that are kept; what comes after them is read away. */
const MAX_BYTES = 65_536

/** A service that sends its answer byte by byte is not looked at for each byte. */
const LOOK_EVERY_MS = 20

interface Until {
  readonly clock: Clock
  readonly signal: AbortSignal | undefined
}

interface Looking {
  readonly timeoutMs: number
  /** Looking takes time, and many may look at once. */
  readonly yielder: EventLoopYielder
}

/** Reads what a service says, and notices its end. */
export class SocketReader {
  readonly #socket: Socket
  readonly #chunks: Buffer[] = []
  #length = 0
  #over = false
  #error: NodeJS.ErrnoException | undefined
  #onNews: () => void = () => {}

  constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', this.#take)
    socket.on('end', this.#end)
    socket.on('close', this.#end)
    socket.on('error', this.#fail)
    if (socket.destroyed || socket.readableEnded) this.#over = true
  }

  /** All that has come so far, up to a limit. */
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  /** The service has ended the connection, or it broke. */
  get isOver(): boolean {
    return this.#over
  }

  /** Waits until `recognise` makes something of what has come; `undefined` at the end, the deadline or an abort. */
  async until(
    recognise: (answer: Buffer, ended: boolean) => string | undefined,
    { clock, timeoutMs, signal, yielder }: Until & Looking,
  ): Promise<string | undefined> {
    const endMs = clock.monotonicMs() + timeoutMs
    for (;;) {
      if (this.#length > 0) await yielder.yield()
      const over = this.#over
      const looked = this.#length
      const recognised = looked > 0 ? recognise(this.bytes, over) : undefined
      if (recognised !== undefined) return recognised
      const leftMs = endMs - clock.monotonicMs()
      if (over || leftMs <= 0 || signal?.aborted) return undefined
      if (this.#length === looked && !this.#over) await this.#news(leftMs, { clock, signal })
      // What has come meanwhile is looked at together.
      if (looked > 0 && !this.#over)
        await this.ended(Math.min(LOOK_EVERY_MS, leftMs), { clock, signal })
    }
  }

  /** Resolves when the service ends the connection, or after `ms`, or at an abort. */
  async ended(ms: number, { clock, signal }: Until): Promise<void> {
    const endMs = clock.monotonicMs() + ms
    for (;;) {
      const leftMs = endMs - clock.monotonicMs()
      if (this.#over || leftMs <= 0 || signal?.aborted) return
      await this.#news(leftMs, { clock, signal })
    }
  }

  /** Why nothing was recognised. */
  whyNot(signal: AbortSignal | undefined): FailureReason {
    if (signal?.aborted) return { failure: 'cancelled' }
    if (this.#length > 0) {
      return { failure: 'unexpected_answer', cause: 'answer_does_not_match' }
    }
    if (this.#over) return this.cut('closed_before_answer')
    return { failure: 'unexpected_answer', cause: 'no_answer' }
  }

  cut(cause: string): FailureReason {
    const code = this.#error?.code
    // An alert may come after the handshake: in TLS 1.3 the server sees the client's certificate last.
    if (this.#error && code?.startsWith('ERR_SSL_')) return handshakeFailure(this.#error)
    return { failure: 'connection_reset', ...(code === undefined ? {} : { code }), cause }
  }

  /** Leaves the socket to its owner, which closes it. */
  release(): void {
    this.#socket.off('data', this.#take)
    this.#socket.off('end', this.#end)
    this.#socket.off('close', this.#end)
  }

  /** Resolves when something has come or ended, or after `ms`. */
  #news(ms: number, { clock, signal }: Until): Promise<void> {
    return abortable<void>(
      signal,
      () => {},
      (settle) => {
        const cancel = clock.setTimer(ms, settle)
        this.#onNews = settle
        return () => {
          cancel()
          this.#onNews = () => {}
        }
      },
    )
  }

  readonly #take = (chunk: Buffer): void => {
    if (this.#length < MAX_BYTES) this.#chunks.push(chunk.subarray(0, MAX_BYTES - this.#length))
    this.#length = Math.min(MAX_BYTES, this.#length + chunk.length)
    this.#onNews()
  }

  readonly #end = (): void => {
    this.#over = true
    this.#onNews()
  }

  readonly #fail = (error: NodeJS.ErrnoException): void => {
    this.#error ??= error
    this.#end()
  }
}
