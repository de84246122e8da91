import { networkInterfaces } from 'node:os'
import {
  type IpAddress,
  isLoopback,
  parseIpAddress,
  withoutZone,
} from '../core/target/ip-address.js'

/** Is this an address of this machine? False too where the system cannot be asked for want of a descriptor. */
export function isOwnAddress(address: IpAddress): boolean {
  if (isLoopback(address)) return true
  const bare = withoutZone(address.text)
  try {
    return Object.values(networkInterfaces()).some((addresses) =>
      addresses?.some(({ address: text }) => parseIpAddress(text)?.text === bare),
    )
  } catch {
    return false
  }
}
