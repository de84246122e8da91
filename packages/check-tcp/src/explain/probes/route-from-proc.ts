import { readFileSync } from 'node:fs'
import type { IpAddress } from '../../core/target/ip-address.js'
import type { RouteFinding } from './route-finding.js'

/** RTF_UP and RTF_REJECT, linux/route.h. */
const UP = 0x1
const REJECT = 0x200

/** The IPv4 route out of the main table, for systems without ip(8). Other tables are not seen. */
export function routeFromProc(
  address: IpAddress,
  path = '/proc/net/route',
): Pick<RouteFinding, 'dead' | 'interface' | 'gateway'> | undefined {
  if (address.family !== 4) return undefined
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  const wanted = numberOf(address.text)
  const routes = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .map(([device = '', to = '', gateway = '', flags = '', , , , mask = '']) => ({
      device,
      to: swapped(to),
      gateway: swapped(gateway),
      flags: Number.parseInt(flags, 16),
      mask: swapped(mask),
    }))
    .filter(({ to, mask, flags }) => (flags & UP) !== 0 && (wanted & mask) >>> 0 === to)
    .sort((a, b) => b.mask - a.mask)
  const [best] = routes
  if (!best) return { dead: 'none' }
  if ((best.flags & REJECT) !== 0) return { dead: 'unreachable' }
  return {
    interface: best.device,
    ...(best.gateway === 0 ? {} : { gateway: textOf(best.gateway) }),
  }
}

/** The file has addresses as this processor's integers, on the supported ones with the last byte first. */
function swapped(hex: string): number {
  return Buffer.from(hex.padStart(8, '0'), 'hex').readUInt32LE()
}

function numberOf(text: string): number {
  return Buffer.from(text.split('.').map(Number)).readUInt32BE()
}

function textOf(number: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes.join('.')
}
