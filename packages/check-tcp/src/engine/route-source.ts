import { createSocket } from 'node:dgram'
import type { IpAddress } from '../core/target/ip-address.js'

/**
 * The address of this machine that the kernel would choose for packets to `destination`, an IPv6 link-local one with its
 * zone. Connecting a UDP socket asks the routing table and sends nothing. `undefined` where there is no way there, or no
 * descriptor left to ask with.
 */
export function routeSourceTo(destination: IpAddress, port: number): Promise<string | undefined> {
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
