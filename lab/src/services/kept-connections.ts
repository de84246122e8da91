import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Dial } from './services-methods.js'

/** Connects and gives the socket, which stays open. */
export async function dial({ host, port, sourcePort }: Dial): Promise<Socket> {
  const local = sourcePort === undefined ? {} : { localPort: sourcePort }
  const socket = connect({ host, port, ...local, autoSelectFamily: false })
  await once(socket, 'connect')
  socket.on('error', () => {})
  return socket.resume()
}

/** Closes by FIN and waits for the peer's. */
export async function hangUp(socket: Socket): Promise<void> {
  const closed = once(socket, 'close')
  socket.end()
  await closed
}
