import { parseHost } from './host.js'
import { isLoopback } from './ip-address.js'

/** Whether a host is this machine by its text alone: a loopback address, or `localhost` and names below it (RFC 6761). */
export function isThisMachine(host: string): boolean {
  const parsed = parseHost(host)
  if (parsed.kind === 'address') return isLoopback(parsed.address)
  return parsed.kind === 'name' && /^(.+\.)?localhost\.?$/.test(parsed.name)
}
