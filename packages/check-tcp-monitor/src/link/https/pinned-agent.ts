import { createHash, type X509Certificate } from 'node:crypto'
import { Agent as HttpsAgent, type RequestOptions } from 'node:https'
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { hostAndPort } from 'check-tcp/words'
import { LinkError } from '../../core/link/agent-link.js'

/** Connections are kept: a new one for each batch would cost five times as much. One of them waits for what the hub wants. */
const KEEP = { keepAlive: true, maxSockets: 4 }

/** Until a connection is made and its key is seen, milliseconds. */
const HANDSHAKE_MS = 15_000

/** SHA-256 of a certificate's public key (SPKI, DER), base64url. */
export function pinOf({ publicKey }: Pick<X509Certificate, 'publicKey'>): string {
  const der = publicKey.export({ format: 'der', type: 'spki' })
  return createHash('sha256').update(der).digest('base64url')
}

/**
 * The connections of an agent to its hub. With a pin the key alone counts, whoever signed the certificate and whatever name it
 * has; nothing is sent before it was seen. Without one, the authorities that Node trusts decide.
 */
export function hubConnections(pin: string | undefined): HttpsAgent {
  return pin === undefined ? new HttpsAgent(KEEP) : new PinnedAgent(pin)
}

class PinnedAgent extends HttpsAgent {
  readonly #pin: string

  constructor(pin: string) {
    super(KEEP)
    this.#pin = pin
  }

  override createConnection(
    options: RequestOptions,
    done: (error: Error | null, socket: Duplex) => void = () => {},
  ): undefined {
    const host = options.host ?? 'localhost'
    const socket = connect({
      host,
      port: Number(options.port),
      ...(isIP(host) ? {} : { servername: host }),
      // The key is looked at instead, below.
      rejectUnauthorized: false,
    })
    socket.once('error', (error) => done(error, socket))
    // Nobody else closes one that never gets through its handshake.
    socket.setTimeout(HANDSHAKE_MS, () =>
      socket.destroy(new Error('the TLS handshake takes too long')),
    )
    socket.once('secureConnect', () => {
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      const certificate = socket.getPeerX509Certificate()
      if (certificate && pinOf(certificate) === this.#pin) {
        done(null, socket)
        return
      }
      const error = new LinkError(
        'LINK_NOT_THE_HUB',
        `the hub at ${hostAndPort(host, Number(options.port))} has another key than the join string says: copy the whole line, or, if the hub has a new key, join again with a new join string`,
      )
      socket.destroy(error)
    })
    return undefined
  }
}
