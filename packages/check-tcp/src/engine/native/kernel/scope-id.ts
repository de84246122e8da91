import { readFileSync } from 'node:fs'
import { type IpAddress, zoneOf } from '../../../core/target/ip-address.js'

/** The index of the interface that the address's zone names, netdevice(7); 0 where there is no zone. */
export function scopeIdOf(address: IpAddress): number {
  const zone = zoneOf(address)
  if (zone === undefined) return 0
  if (/^\d+$/.test(zone)) return Number(zone)
  try {
    return Number(readFileSync(`/sys/class/net/${zone}/ifindex`, 'utf8'))
  } catch {
    return 0
  }
}
