import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type ServerOpts, type Socket } from 'node:net'

export interface Listening extends AsyncDisposable {
  readonly port: number
  readonly server: Server
  /** How many connections it has open now. */
  connections(): number
}

/** A server on a free port of one address that does what `serve` says with each connection. */
export async function listening(
  serve: (socket: Socket) => void = () => {},
  options: ServerOpts = {},
  address = '127.0.0.1',
): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server = createServer(options, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    serve(socket)
  })
  server.listen(0, address)
  await once(server, 'listening')
  return {
    port: portOf(server),
    server,
    connections: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** A port of 127.0.0.1 on which nobody listens: one that was free a moment ago. */
export async function closedPort(): Promise<number> {
  await using free = await listening()
  return free.port
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
