import { IPPROTO_TCP, TCP_INFO_OPTION } from './constants.js'
import { TCP_INFO } from './layout.js'
import type { Syscalls } from './syscalls.js'

/** The kernel's own account of a handshake: TCP_INFO, tcp(7). */
export interface TcpInfo {
  /** `TCP_ESTABLISHED`, `TCP_CLOSE` or another of netinet/tcp.h. */
  readonly state: number
  /** Round trip in microseconds; 0 where the kernel could not measure it. */
  readonly rttUs: number
  /** Segments sent again; right after the handshake these are SYNs. */
  readonly retransmits: number
  /** How many times in a row the kernel's retransmission timer has run out. */
  readonly timeouts: number
  /** Segments sent again and not yet answered; 0 after a time-out where the last one could not be sent. */
  readonly retransmitted: number
}

/** Reads TCP_INFO of a connected socket; `undefined` where the kernel refuses. The object is the reader's own. */
export type ReadTcpInfo = (fd: number) => TcpInfo | undefined

/** Makes a reader with buffers of its own; not to be shared between threads. */
export function tcpInfoReader(syscalls: Pick<Syscalls, 'getsockopt'>): ReadTcpInfo {
  const info = new Uint8Array(TCP_INFO.size)
  const view = new DataView(info.buffer)
  const length = new Uint32Array(1)
  const account = { state: 0, rttUs: 0, retransmits: 0, timeouts: 0, retransmitted: 0 }
  return (fd) => {
    length[0] = TCP_INFO.size
    if (syscalls.getsockopt(fd, IPPROTO_TCP, TCP_INFO_OPTION, info, length) !== 0) return undefined
    account.timeouts = view.getUint8(TCP_INFO.timeouts)
    account.retransmitted = view.getUint32(TCP_INFO.retransmitted, true)
    account.state = view.getUint8(TCP_INFO.state)
    account.rttUs = view.getUint32(TCP_INFO.rtt, true)
    account.retransmits = view.getUint32(TCP_INFO.totalRetransmits, true)
    return account
  }
}
