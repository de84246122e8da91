import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface CutProxy extends AsyncDisposable {
  readonly url: string
  /** Cuts every connection that is open now. @returns how many */
  cut(): number
}

/** Stands between a browser and a monitor, so that their connections can be cut. */
export async function openCutProxy(target: string): Promise<CutProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
  }
  const server = createServer((incoming) => {
    const outgoing = connect({ host: hostname, port: Number(port) })
    for (const each of [incoming, outgoing]) keep(each)
    incoming.pipe(outgoing).pipe(incoming)
    incoming.once('close', () => outgoing.destroy())
    outgoing.once('close', () => incoming.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const cut = () => {
    const { size } = sockets
    for (const socket of sockets) socket.destroy()
    return size
  }
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cut,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      cut()
      await closed
    },
  }
}
