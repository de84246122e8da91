import { Agent as HttpsAgent, type RequestOptions } from 'node:https'
import { isIP } from 'node:net'
import { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import { hostAndPort } from 'check-tcp/words'
import { LinkError } from '../../core/link/agent-link.js'
import { pinOf } from '../identity/pin.js'
import { type ClientCertificate, readClientCertificate } from './client-certificate.js'

/** Connections are kept: a new one for each batch would cost five times as much. One of them waits for what the hub wants. */
const KEEP = { keepAlive: true, maxSockets: 4 }

/** Until a connection is made and its key is seen, milliseconds. */
const HANDSHAKE_MS = 15_000

/** How a hub is known, and what it is shown. */
interface HubTrust {
  /** Of the hub's key. @default the authorities that Node trusts decide */
  readonly pin?: string | undefined
  /** For a hub that wants a certificate. @default none */
  readonly certificate?: ClientCertificate | undefined
}

/**
 * The connections of an agent to its hub. With a pin the key alone counts, whoever signed the certificate and whatever name it
 * has; nothing is sent before it was seen.
 */
export class HubConnections extends HttpsAgent {
  readonly #trust: HubTrust

  constructor(trust: HubTrust) {
    super(KEEP)
    this.#trust = trust
  }

  override createConnection(
    options: RequestOptions,
    done: (error: Error | null, socket: Duplex) => void = () => {},
  ): undefined {
    const { pin, certificate } = this.#trust
    const host = options.host ?? 'localhost'
    let shown: object = {}
    try {
      if (certificate) shown = readClientCertificate(certificate)
    } catch (error) {
      done(error as LinkError, new Duplex())
      return undefined
    }
    const socket = connect({
      ...shown,
      host,
      port: Number(options.port),
      ...(isIP(host) ? {} : { servername: host }),
      // With a pin the key is looked at instead, below.
      rejectUnauthorized: pin === undefined,
    })
    socket.once('error', (error) => done(error, socket))
    // Nobody else closes one that never gets through its handshake.
    socket.setTimeout(HANDSHAKE_MS, () =>
      socket.destroy(new Error('the TLS handshake takes too long')),
    )
    socket.once('secureConnect', () => {
      socket.setTimeout(0)
      socket.removeAllListeners('timeout')
      const shownByHub = socket.getPeerX509Certificate()
      if (pin === undefined || (shownByHub && pinOf(shownByHub) === pin)) {
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
