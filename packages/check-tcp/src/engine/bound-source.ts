import { createSocket } from 'node:dgram'
import type { Clock } from '../core/clock.js'
import type { IpAddress } from '../core/ip-address.js'
import type { Engine } from './engine.js'

/**
 * Binds a fixed source port on the one address that the connection will come from. Bound on every address, the port would
 * count as in use when any other address of this machine has it. Connects without a source port pass straight through.
 */
export function bindingSource(engine: Engine, clock: Clock): Engine {
  return {
    get name() {
      return engine.name
    },
    connect(request, settle) {
      if (request.sourcePort === undefined || request.signal?.aborted) {
        engine.connect(request, settle)
        return
      }
      const startMs = clock.monotonicMs()
      void sourceAddressTo(request.address, request.port).then((sourceAddress) => {
        const timeoutMs = Math.max(0, request.timeoutMs - (clock.monotonicMs() - startMs))
        engine.connect({ ...request, timeoutMs, sourceAddress }, settle)
      })
    },
    close: () => engine.close(),
  }
}

/**
 * The address of this machine that the kernel would choose for packets to `destination`, an IPv6 link-local one with its
 * zone. Connecting a UDP socket asks the routing table and sends nothing. `undefined` where there is no way there, or no
 * descriptor left to ask with.
 */
export function sourceAddressTo(destination: IpAddress, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket(destination.family === 4 ? 'udp4' : 'udp6')
    const end = (address: string | undefined) => {
      socket.close()
      resolve(address)
    }
    socket.once('error', () => end(undefined))
    socket.connect(port, destination.text, () => end(socket.address().address))
  })
}
