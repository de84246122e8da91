import type { Socket } from 'node:net'
import { abortable } from '../../../core/abort.js'
import type { Clock } from '../../../core/clock.js'
import type { FailureReason } from '../../../core/failure/failure.js'
import { escapeControl } from '../../../core/text/escape-control.js'

/** Bytes of one line; RFC 5321 has 512, RFC 9051 recommends that servers send no more than 8,192. */
const LONGEST_LINE = 8_192

/** Bytes of everything that a server says before TLS; real ones say less than 4,096. */
const MAX_BYTES = 32_768

/** Characters of what a server said that are shown. */
const SHOWN = 120

export interface ExchangeTools {
  readonly clock: Clock
  /** Milliseconds for everything that is said before TLS. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/** Why an exchange ended before it was over. */
export class ExchangeEnded extends Error {
  readonly reason: FailureReason

  constructor(reason: FailureReason) {
    super(reason.cause ?? reason.failure)
    this.name = 'ExchangeEnded'
    this.reason = reason
  }
}

/** Says that the change to TLS failed, and why in words. */
export function startTlsFailed(cause: string, code?: string): FailureReason {
  return { failure: 'starttls_failed', ...(code === undefined ? {} : { code }), cause }
}

/** What a server said, as messages show it. */
export function shown(text: string): string {
  const escaped = escapeControl(text.trim())
  return escaped.length > SHOWN ? `${escaped.slice(0, SHOWN)}…` : escaped
}

/** What is said in plain text on a connection before it changes to TLS: within limits of size and time. */
export class Exchange {
  readonly #socket: Socket
  readonly #clock: Clock
  readonly #signal: AbortSignal | undefined
  readonly #endMs: number
  #rest: Buffer = Buffer.alloc(0)
  #total = 0
  #over = false
  #error: NodeJS.ErrnoException | undefined
  #onNews: () => void = () => {}

  constructor(socket: Socket, { clock, timeoutMs, signal }: ExchangeTools) {
    this.#socket = socket
    this.#clock = clock
    this.#signal = signal
    this.#endMs = clock.monotonicMs() + timeoutMs
    socket.on('readable', this.#news)
    socket.on('end', this.#end)
    socket.on('close', this.#end)
    socket.on('error', this.#fail)
    if (socket.destroyed || socket.readableEnded) this.#over = true
  }

  /** This side's address as RFC 5321 section 4.1.3 writes it in the place of a name. */
  get ownLiteral(): string {
    const { localAddress = '127.0.0.1' } = this.#socket
    const address = localAddress.replace(/%.*$/, '')
    return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`
  }

  send(data: string | Buffer): void {
    this.#socket.write(data)
  }

  /** The next line, without its end. @throws {ExchangeEnded} */
  async line(): Promise<string> {
    const text = await this.upTo('\n')
    return text.replace(/\r?\n$/, '')
  }

  /** Everything up to and with `end`. @throws {ExchangeEnded} */
  async upTo(end: string): Promise<string> {
    const mark = Buffer.from(end)
    let from = 0
    for (;;) {
      const at = this.#rest.indexOf(mark, from)
      if (at >= 0) return this.#take(at + mark.length).toString()
      if (this.#rest.length > LONGEST_LINE) {
        throw new ExchangeEnded(startTlsFailed('the server sends a line that never ends'))
      }
      from = Math.max(0, this.#rest.length - mark.length + 1)
      await this.#more()
    }
  }

  /** @throws {ExchangeEnded} */
  async bytes(count: number): Promise<Buffer> {
    while (this.#rest.length < count) await this.#more()
    return this.#take(count)
  }

  /** Leaves the socket to the TLS that comes next. @returns whether the server had said more than it was asked for */
  release(): boolean {
    const chunk: Buffer | null = this.#socket.read()
    this.#socket.off('readable', this.#news)
    this.#socket.off('end', this.#end)
    this.#socket.off('close', this.#end)
    return this.#rest.length > 0 || chunk !== null
  }

  #take(count: number): Buffer {
    const taken = this.#rest.subarray(0, count)
    this.#rest = this.#rest.subarray(count)
    return taken
  }

  /** Waits until more has come. */
  async #more(): Promise<void> {
    for (;;) {
      if (this.#signal?.aborted) throw new ExchangeEnded({ failure: 'cancelled' })
      const chunk: Buffer | null = this.#socket.read()
      if (chunk) {
        this.#total += chunk.length
        if (this.#total > MAX_BYTES) {
          throw new ExchangeEnded(startTlsFailed('the server sends too much before TLS'))
        }
        this.#rest = Buffer.concat([this.#rest, chunk])
        return
      }
      if (this.#over) {
        const { code } = this.#error ?? {}
        throw new ExchangeEnded(startTlsFailed('the server closed the connection before TLS', code))
      }
      const leftMs = this.#endMs - this.#clock.monotonicMs()
      if (leftMs <= 0) {
        const said = this.#total > 0
        const cause = said
          ? 'the server did not continue in time'
          : 'the server sent nothing in time; does this port start with TLS?'
        throw new ExchangeEnded(startTlsFailed(cause))
      }
      await this.#wait(leftMs)
    }
  }

  #wait(ms: number): Promise<void> {
    return abortable<void>(
      this.#signal,
      () => {},
      (settle) => {
        const cancel = this.#clock.setTimer(ms, settle)
        this.#onNews = settle
        return () => {
          cancel()
          this.#onNews = () => {}
        }
      },
    )
  }

  readonly #news = (): void => {
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
