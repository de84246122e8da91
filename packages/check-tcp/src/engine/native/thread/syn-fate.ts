import { TCP_SYN_SENT } from '../kernel/constants.js'
import type { TcpInfo } from '../kernel/tcp-info.js'

/** The SYN is still in this machine, since nobody answers for the next hop; or this machine dropped it. */
export type SynFate = 'held' | 'dropped'

/** What became of the SYNs of a handshake that nobody has answered; `undefined` where they left, or where it is too early. */
export function synFate(info: TcpInfo | undefined): SynFate | undefined {
  if (info?.state !== TCP_SYN_SENT || info.timeouts === 0) return undefined
  // Linux does not send again what its own queues still hold, and does not count as under way what it could not send.
  if (info.retransmits === 0) return 'held'
  return info.retransmitted === 0 ? 'dropped' : undefined
}
