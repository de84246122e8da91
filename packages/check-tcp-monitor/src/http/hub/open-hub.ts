import { X509Certificate } from 'node:crypto'
import type { HubDesk } from '../../link/hub/hub-desk.js'
import { pinOf } from '../../link/identity/pin.js'
import { type ListenerBounds, type OpenedHttp, openListener } from '../listener.js'
import { createHubApp } from './hub-app.js'

/** Agents keep their connections between two heartbeats. */
const BOUNDS: Partial<ListenerBounds> = { idleMs: 60_000 }

interface HubListenerOptions {
  readonly host: string
  readonly port: number
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string }
  /** PEM of the authorities of which an agent must have a certificate. @default agents need none */
  readonly clientAuthority?: string | undefined
  /** `HOST:PORT` of each URL by which agents may know it. */
  readonly urls: readonly string[]
  readonly desk: HubDesk
  readonly log?: (message: string, data: object) => void
}

/**
 * Serves agents.
 *
 * @throws {HttpListenError} (as a rejection) where it cannot listen there
 */
export async function openHub(options: HubListenerOptions): Promise<OpenedHttp> {
  const { host, port, urls, desk, log, clientAuthority } = options
  const wantsCertificate = clientAuthority !== undefined
  const tls = { ...options.tls, clientAuthority }
  const pin = pinOf(new X509Certificate(tls.cert))
  return openListener(
    {
      ...{ host, port, tls },
      serve: (address) => {
        const own = [...urls, `${host}:${address.port}`, pin]
        return {
          hono: createHubApp({ desk, identities: new Set(own), log, wantsCertificate }),
          close: async () => desk.close(),
        }
      },
      onUnreadable: (error) => log?.('a request of an agent could not be read', { error }),
    },
    BOUNDS,
  )
}
