import type { Socket } from 'node:net'
import { serveCalls } from '../processes/calls.js'
import { dial, hangUp } from './kept-connections.js'
import { type NameServer, openNameServer } from './name-server.js'
import type { ServicesMethods } from './services-methods.js'
import { listenStopped } from './stopped-service.js'
import { openTcpService, type TcpService } from './tcp-service.js'

const services = new Map<number, TcpService>()
const kept = new Map<number, Socket>()
let names: NameServer | undefined

serveCalls<ServicesMethods>({
  async listen(service) {
    services.set(service.port, await openTcpService(service))
  },
  async closings(port, count) {
    const service = services.get(port)
    if (!service) throw new Error(`nothing listens on port ${port}`)
    return service.closings(count)
  },
  async listenStopped(port, options) {
    await listenStopped(port, options)
  },
  async dial(options) {
    const socket = await dial(options)
    const sourcePort = Number(socket.localPort)
    kept.set(sourcePort, socket)
    return sourcePort
  },
  async hangUp(sourcePort) {
    const socket = kept.get(sourcePort)
    if (!socket) throw new Error(`no connection from port ${sourcePort} is kept`)
    kept.delete(sourcePort)
    await hangUp(socket)
  },
  async serveNames(rules) {
    names = await openNameServer(rules)
  },
  queriesFor: async (name) => names?.queriesFor(name) ?? 0,
})
