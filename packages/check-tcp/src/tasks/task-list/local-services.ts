import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Environment } from '../text/environment-references.js'

/** What a local service does: accepts, accepts and greets, or is a port where nobody listens. */
export const LOCAL_SERVICE_KINDS = ['open', 'greets', 'closed'] as const

export type LocalServiceKind = (typeof LOCAL_SERVICE_KINDS)[number]

/** The services of a task file, by the name under which tasks refer to their ports. */
export type LocalServiceSpecs = ReadonlyMap<string, LocalServiceKind>

/** Listeners on 127.0.0.1 that are up while the tasks of a file run. */
export interface LocalServices {
  /** The port of each, by its name. */
  readonly ports: Environment
  close(): Promise<void>
}

const GREETING = '220 local service of a check-tcp task file\r\n'

/** Opens the services on ports that are free; nobody outside this machine can reach them. */
export async function openLocalServices(specs: LocalServiceSpecs): Promise<LocalServices> {
  const servers: Server[] = []
  const sockets = new Set<Socket>()
  const ports: Record<string, string> = {}
  for (const [name, kind] of specs) {
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
      if (kind === 'greets') socket.write(GREETING)
      socket.resume()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    ports[name] = String((server.address() as AddressInfo).port)
    servers.push(server)
  }
  // Closed only now, so that no later one is given the port of a closed one.
  const closed = servers.filter((_, index) => [...specs.values()][index] === 'closed')
  await Promise.all(closed.map(closeServer))
  return {
    ports,
    async close() {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.filter((server) => server.listening).map(closeServer))
    },
  }
}

async function closeServer(server: Server): Promise<void> {
  server.close()
  await once(server, 'close')
}
