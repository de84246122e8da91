import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import type { Closings, Service } from './services-methods.js'

/** A TCP server that counts how its connections end. */
export interface TcpService {
  closings(count: number): Promise<Closings>
}

export async function openTcpService(service: Service): Promise<TcpService> {
  const { port, family, behaviour = 'open' } = service
  let fin = 0
  let rst = 0
  const server = createServer({ allowHalfOpen: behaviour === 'mute' }, (socket) => {
    const settle = (clean: boolean) => {
      if (clean) fin++
      else rst++
      server.emit('settled')
    }
    if (behaviour === 'reset') {
      socket.resetAndDestroy()
      return
    }
    watchEnd(socket, settle)
    if (behaviour === 'hang_up') socket.end()
    if (behaviour === 'banner') socket.write('220 lab.test ready\r\n')
  })
  const address = service.address ?? (family === 4 ? '0.0.0.0' : '::')
  server.listen({ port, host: address, ipv6Only: family === 6, backlog: 4_096 })
  await once(server, 'listening')
  return {
    async closings(count) {
      while (fin + rst < count) await once(server, 'settled')
      return { fin, rst }
    },
  }
}

function watchEnd(socket: Socket, settle: (clean: boolean) => void): void {
  let failed = false
  socket.on('error', () => {
    failed = true
  })
  socket.on('close', () => settle(!failed))
  // Bytes left unread would turn this end's own close into a RST.
  socket.resume()
}
