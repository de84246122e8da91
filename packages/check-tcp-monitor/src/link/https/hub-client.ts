import { type Agent, request } from 'node:https'
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { LinkError, type LinkErrorCode } from '../../core/link/agent-link.js'
import type { ClientCertificate } from './client-certificate.js'
import { HubConnections } from './hub-connections.js'

/** Without an answer for so long a hub is given up, milliseconds: storing a batch takes some tens. */
const TIMEOUT_MS = 20_000

/** Bytes of an answer; the largest is the config of 20,000 checks. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

/** Bodies larger than this are compressed. */
const COMPRESSED_FROM = 1_024

const compress = promisify(gzip)

/** Where a hub listens, and how it is known again. */
export interface HubAddress {
  readonly host: string
  readonly port: number
  readonly pin?: string
}

export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly token?: string
  readonly body?: object
  /** For how long the hub may wait with its answer, milliseconds. @default it answers at once */
  readonly waitMs?: number
}

export interface Answered {
  readonly status: number
  /** The JSON of the answer; undefined where it is something else. */
  readonly json: unknown
}

/** Asks one hub, over connections that are kept. */
export class HubClient {
  readonly address: HubAddress
  readonly #connections: Agent

  /** @param certificate that it is shown, if it wants one */
  constructor(address: HubAddress, certificate?: ClientCertificate) {
    this.address = address
    this.#connections = new HubConnections({ pin: address.pin, certificate })
  }

  /** @throws {LinkError} (as a rejection) where no hub answers */
  async ask(
    { method, path, token, body, waitMs = 0 }: Asked,
    signal: AbortSignal,
  ): Promise<Answered> {
    const { host, port } = this.address
    const text = body === undefined ? undefined : Buffer.from(JSON.stringify(body))
    const isLarge = text !== undefined && text.byteLength >= COMPRESSED_FROM
    const sent = isLarge ? await compress(text, { level: constants.Z_BEST_SPEED }) : text
    const headers = {
      Accept: 'application/json',
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(sent && { 'Content-Type': 'application/json', 'Content-Length': sent.byteLength }),
      ...(isLarge && { 'Content-Encoding': 'gzip' }),
    }
    return await new Promise((resolve, reject) => {
      const asked = request({
        ...{ method, host, port, path, headers, signal, agent: this.#connections },
      })
      // A signal of its own, joined with the caller's, would stay with that one as long as it lives.
      const timeoutMs = TIMEOUT_MS + waitMs
      const late = () => asked.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`))
      const timer = setTimeout(late, timeoutMs)
      asked.once('close', () => clearTimeout(timer))
      const fail = (error: unknown) => reject(this.#unreachable(error))
      asked.once('error', fail)
      asked.once('response', (answer) => {
        const chunks: Buffer[] = []
        let bytes = 0
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.byteLength
          if (bytes > MAX_ANSWER_BYTES) asked.destroy(new Error('the answer is too long'))
          else chunks.push(chunk)
        })
        answer.once('error', fail)
        answer.once('end', () => {
          resolve({ status: answer.statusCode ?? 0, json: parsed(Buffer.concat(chunks)) })
        })
      })
      asked.end(sent)
    })
  }

  close(): void {
    this.#connections.destroy()
  }

  #unreachable(error: unknown): LinkError {
    if (error instanceof LinkError) return error
    const { host, port } = this.address
    const why = error instanceof Error ? error.message : String(error)
    return new LinkError('LINK_UNREACHABLE', `the hub ${host}:${port} cannot be reached: ${why}`, {
      cause: error,
    })
  }
}

/** What a hub's answer means where it is not what was asked for. */
export function problemOf({ host, port }: HubAddress, { status, json }: Answered): LinkError {
  const { detail } = (typeof json === 'object' && json !== null ? json : {}) as { detail?: unknown }
  const words = typeof detail === 'string' ? detail : `it answers with HTTP status ${status}`
  return new LinkError(codeOf(status), `the hub ${host}:${port}: ${words}`)
}

function codeOf(status: number): LinkErrorCode {
  switch (status) {
    case 403:
      return 'LINK_REVOKED'
    case 422:
      return 'LINK_REFUSED'
    case 429:
    case 503:
      return 'LINK_BUSY'
    default:
      return 'LINK_UNREACHABLE'
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}
