import { X509Certificate } from 'node:crypto'
import { pinOf } from '../../link/https/pinned-agent.js'
import type { HubDesk } from '../../link/hub/hub-desk.js'
import { type ListenerBounds, type OpenedHttp, openListener } from '../listener.js'
import { createHubApp } from './hub-app.js'

/** Agents keep their connections between two heartbeats. */
const BOUNDS: Partial<ListenerBounds> = { idleMs: 60_000 }

interface HubListenerOptions {
  readonly host: string
  readonly port: number
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string }
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
  const { host, port, tls, urls, desk, log } = options
  const pin = pinOf(new X509Certificate(tls.cert))
  return openListener(
    {
      ...{ host, port, tls },
      serve: (address) => {
        const own = [...urls, `${host}:${address.port}`, pin]
        return {
          hono: createHubApp({ desk, identities: new Set(own), log }),
          close: async () => desk.close(),
        }
      },
      onUnreadable: (error) => log?.('a request of an agent could not be read', { error }),
    },
    BOUNDS,
  )
}
