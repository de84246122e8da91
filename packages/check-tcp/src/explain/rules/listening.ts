import type { IpAddress } from '../../core/target/ip-address.js'
import type { Listener } from '../probes/listeners.js'

/** Does the socket take connections to the address? */
export function listensOn(
  { address, both_families }: Listener,
  { text, family }: IpAddress,
): boolean {
  if (address === '::' && both_families) return true
  return address === text || address === (family === 4 ? '0.0.0.0' : '::')
}

/** May the socket take connections to the address, as far as anybody could ask? */
export function mayListenOn(listener: Listener, address: IpAddress): boolean {
  const isUnknown = listener.address === '::' && listener.both_families === undefined
  return isUnknown || listensOn(listener, address)
}

/** The kernel lets one connection more into the queue than listen(2)'s backlog says. */
export function isFull({ accept_queue }: Listener): boolean {
  return accept_queue !== undefined && accept_queue.waiting > accept_queue.backlog
}
