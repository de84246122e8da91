import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { hostAndPort } from 'check-tcp/words'
import type { Hono } from 'hono'
import { type ConnectionBounds, limitConnections } from './connection-limits.js'
import type { AppEnv } from './create-app.js'
import { HttpListenError } from './http-listen-error.js'
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

/** An app, and what it needs to be served. */
export interface Served {
  readonly hono: Pick<Hono<AppEnv>, 'fetch'>
  /** Ends what is open for ever, such as streams. */
  close(): Promise<void>
}

interface ListenerTls {
  /** PEM, as `key`. */
  readonly cert: string
  readonly key: string
  /** PEM of the authorities by which a client's certificate is judged, for whoever asks the socket. @default none is asked for */
  readonly clientAuthority?: string | undefined
}

interface ListenerOptions {
  readonly host: string
  readonly port: number
  /** Absent: without TLS. */
  readonly tls?: ListenerTls | undefined
  /** @param address on which it really listens */
  readonly serve: (address: AddressInfo) => Served
  readonly onUnreadable: (error: unknown) => void
}

/**
 * Listens, and serves what comes.
 *
 * @param bounds other than the usual ones, for tests
 * @throws {HttpListenError} (as a rejection) where it cannot listen there
 */
export async function openListener(
  { host, port, tls, serve, onUnreadable }: ListenerOptions,
  bounds: Partial<ListenerBounds> = {},
): Promise<OpenedHttp> {
  const { headersMs, requestMs, idleMs, ...connections } = { ...BOUNDS, ...bounds }
  const options: ServerOptions = {
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: idleMs,
    connectionsCheckingInterval: headersMs / LOOKS,
  }
  const server: Server = tls
    ? createTlsServer({ ...options, ...tlsOptions(tls) })
    : createServer(options)
  const endLimits = limitConnections(server, connections)
  const sockets = socketsOf(server)
  const address = await listen(server, host, port)
  const served = serve(address)
  const listener: RequestListener = getRequestListener(served.hono.fetch, {
    overrideGlobalObjects: false,
    errorHandler: (error) => {
      onUnreadable(error)
      return problemResponse(new HttpProblem('bad_request', 'the request cannot be read'))
    },
  })
  server.on('request', (incoming, outgoing) => void listener(incoming, outgoing))
  let closing: Promise<void> | undefined
  return {
    url: urlOf(address, tls !== undefined),
    close() {
      endLimits()
      closing ??= shut(server, sockets, () => served.close())
      return closing
    },
  }
}

function tlsOptions({ cert, key, clientAuthority: ca }: ListenerTls) {
  return {
    cert,
    key,
    ...(ca !== undefined && { ca, requestCert: true, rejectUnauthorized: false }),
  }
}

function listen(server: Server, host: string, port: number): Promise<AddressInfo> {
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

/** Those that are open; a server over TLS itself does not know those that are still in their handshake. */
function socketsOf(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return sockets
}

async function shut(
  server: Server,
  sockets: ReadonlySet<Socket>,
  closeApp: () => Promise<void>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  await closeApp()
  server.closeIdleConnections()
  const late = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, CLOSING_MS)
  await closed
  clearTimeout(late)
}

function urlOf({ address, port }: AddressInfo, isTls: boolean): string {
  return `${isTls ? 'https' : 'http'}://${hostAndPort(address, port)}`
}
