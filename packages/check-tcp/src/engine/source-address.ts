import { networkInterfaces } from 'node:os'
import { type Family, isLoopback } from '../core/target/ip-address.js'

/**
 * Has this machine an address of the family that could be the source of a packet to `destination`?
 * With net.ipv6.conf.*.disable_ipv6=1 there is none, and connect(2) says EADDRNOTAVAIL even for ::1.
 */
export function hasSourceAddress(family: Family, destination: string): boolean {
  const toLoopback = isLoopback({ family, text: destination })
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(
      ({ family: own, internal }) => own === `IPv${family}` && (toLoopback || !internal),
    ),
  )
}
