import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import { type ConnectionBounds, limitConnections } from './connection-limits.js'
import { createApp } from './create-app.js'
import { isLoopback } from './guard/is-loopback.js'
import { HttpListenError } from './http-listen-error.js'
import type { HttpOptions } from './http-options.js'
import { HttpProblem } from './problem/http-problem.js'
import { problemResponse } from './problem/problem-response.js'

/** How many connections there may be, and how long they may take; milliseconds. */
export interface ListenerBounds extends ConnectionBounds {
  /** Until all headers of a request are there, from the connection's begin or its first byte. */
  readonly headersMs: number
  /** Until all of a request is there, its body too. */
  readonly requestMs: number
  /** Between two requests of one connection. */
  readonly idleMs: number
}

/** Streams, probes and scrapes together need some hundreds, perhaps all from one Prometheus or one proxy. */
const BOUNDS: ListenerBounds = {
  max: 1_000,
  maxPerAddress: 500,
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 5_000,
  stalledMs: 60_000,
}

/** How often deadlines are looked at, as a share of the shortest. */
const LOOKS = 4

/** How long a connection that is being closed may take to hear its last answer. */
const CLOSING_MS = 1_000

export interface OpenedHttp {
  /** With the port that it really has: `http://127.0.0.1:9116`. */
  readonly url: string
  /** Ends streams and connections; resolves when nothing listens any more. */
  close(): Promise<void>
}

/**
 * Serves the monitor over HTTP where `http.listen` of the config says. Another address in a later config is not gone
 * to: that takes a restart.
 *
 * @param bounds other than the usual ones, for tests
 * @throws {HttpListenError} (as a rejection) where it cannot listen there
 * @throws {RangeError} (as a rejection) where `http` is turned off in the config
 */
export async function openHttp(
  options: HttpOptions,
  bounds: Partial<ListenerBounds> = {},
): Promise<OpenedHttp> {
  const { http } = options.config()
  if (!http) throw new RangeError('`http` is turned off in the config')
  const { headersMs, requestMs, idleMs, ...connections } = { ...BOUNDS, ...bounds }
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: headersMs / LOOKS,
  })
  const endLimits = limitConnections(server, connections)
  const address = await listen(server, http)
  const app = createApp(options, isLoopback(address.address))
  const listener = getRequestListener(app.hono.fetch, {
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      options.log?.('a request could not be read', { error })
      return problemResponse(new HttpProblem('bad_request', 'the request cannot be read'))
    },
  })
  server.on('request', (incoming, outgoing) => void listener(incoming, outgoing))
  let closing: Promise<void> | undefined
  return {
    url: urlOf(address),
    close() {
      endLimits()
      closing ??= shut(server, () => app.close())
      return closing
    },
  }
}

function listen(
  server: Server,
  { host, port }: Pick<NonNullable<MonitorConfig['http']>, 'host' | 'port'>,
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(new HttpListenError(host, port, error))
    server.once('error', fail)
    server.listen({ host, port }, () => {
      server.off('error', fail)
      resolve(boundTo(server))
    })
  })
}

/** A TCP server that listens has an address. */
function boundTo(server: Server): AddressInfo {
  return server.address() as AddressInfo
}

async function shut(server: Server, closeApp: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await closeApp()
  server.closeIdleConnections()
  const late = setTimeout(() => server.closeAllConnections(), CLOSING_MS)
  await closed
  clearTimeout(late)
}

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}
