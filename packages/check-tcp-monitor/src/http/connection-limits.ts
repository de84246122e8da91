import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionBounds {
  /** Connections at once. */
  readonly max: number
  /** Of them, from one address. */
  readonly maxPerAddress: number
  /** A caller that takes nothing of its answer for so long is cut off, milliseconds. */
  readonly stalledMs: number
}

/** One connection, and the request that it has under way. */
interface Connection {
  readonly socket: Socket
  readonly address: string
  request: IncomingMessage | undefined
  /** Bytes that wait to be taken, and since when there are as many. */
  waiting: number
  waitingSince: number
}

/** How often it is looked at who takes nothing, as a share of the time that they may. */
const LOOKS = 4

/**
 * Keeps a server open to everybody, however many connections others hold. Where there are too many, the one goes that has waited
 * longest without a whole request: half of one, or none. So a new connection, that of a health check for one, is always
 * let in, unless all places are taken by requests that are being served.
 *
 * @returns ends it
 */
export function limitConnections(server: Server, bounds: ConnectionBounds): () => void {
  const byAddress = new Map<string, Set<Connection>>()
  const byPeer = new Map<string, Connection>()
  let total = 0

  function makeRoom(address: string): boolean {
    const own = byAddress.get(address)
    if (own && own.size >= bounds.maxPerAddress) return evictOldest(own)
    if (total < bounds.max) return true
    const largestFirst = [...byAddress.values()].sort((a, b) => b.size - a.size)
    return largestFirst.some(evictOldest)
  }

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? 'unknown'
    if (!makeRoom(address)) {
      refuse(socket)
      return
    }
    const connection = { socket, address, request: undefined, waiting: 0, waitingSince: 0 }
    const peer = peerOf(socket)
    byPeer.set(peer, connection)
    const own = byAddress.get(address) ?? new Set()
    byAddress.set(address, own.add(connection))
    total++
    socket.once('close', () => {
      total--
      if (byPeer.get(peer) === connection) byPeer.delete(peer)
      own.delete(connection)
      if (own.size === 0 && byAddress.get(address) === own) byAddress.delete(address)
    })
  })

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = byPeer.get(peerOf(request.socket))
    if (!connection) return
    connection.request = request
    response.once('close', () => {
      if (connection.request === request) connection.request = undefined
    })
  })

  const timer = setInterval(() => {
    const now = performance.now()
    for (const own of byAddress.values()) {
      for (const connection of own)
        if (isStalled(connection, now, bounds)) connection.socket.destroy()
    }
  }, bounds.stalledMs / LOOKS)
  timer.unref()
  return () => clearInterval(timer)
}

/** Who is at the other end: of a connection, and of the TLS socket that stands before it, alike. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

/** Closes the one that has been without a whole request for longest. A set keeps the order in which they came. */
function evictOldest(connections: ReadonlySet<Connection>): boolean {
  for (const { socket, request } of connections) {
    if (socket.destroyed || request?.complete) continue
    socket.destroy()
    return true
  }
  return false
}

function isStalled(connection: Connection, now: number, { stalledMs }: ConnectionBounds): boolean {
  // Over TLS it waits in the socket of the request, which stands before the connection's own.
  const waiting = (connection.request?.socket ?? connection.socket).writableLength
  if (waiting === 0 || waiting !== connection.waiting) {
    connection.waiting = waiting
    connection.waitingSince = now
  }
  return waiting > 0 && now - connection.waitingSince > stalledMs
}

function refuse(socket: Socket): void {
  socket.on('error', () => {})
  socket.end(
    'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
  )
  socket.destroySoon()
}
