/**
 * Sizes and offsets of the C structs, in bytes. `layout.test.ts` holds them against the system's headers.
 * What differs between processors depends on `process.arch`.
 */

/** `struct epoll_event`: packed on x86-64 alone (EPOLL_PACKED, linux/eventpoll.h), so that `data` follows at once. */
export const EPOLL_EVENT =
  process.arch === 'x64' ? { size: 12, events: 0, data: 4 } : { size: 16, events: 0, data: 8 }

/** `struct sockaddr_in`, netinet/in.h. Port and address in network byte order. */
export const SOCKADDR_IN = { size: 16, family: 0, port: 2, address: 4 } as const

/** `struct sockaddr_in6`, netinet/in.h. */
export const SOCKADDR_IN6 = {
  size: 28,
  family: 0,
  port: 2,
  flowInfo: 4,
  address: 8,
  scopeId: 24,
} as const

/** `struct tcp_info`, linux/tcp.h: the first 104 bytes, there since Linux 2.6. `rtt` in microseconds. */
export const TCP_INFO = {
  size: 104,
  state: 0,
  timeouts: 2,
  retransmitted: 36,
  rtt: 68,
  totalRetransmits: 100,
} as const

/** `struct linger`, sys/socket.h. */
export const LINGER = { size: 8, onOff: 0, seconds: 4 } as const

/** `struct msghdr`, sys/socket.h, on 64-bit Linux. */
export const MSGHDR = { size: 56, control: 32, controlLength: 40 } as const

/** `struct cmsghdr` and, as its data, `struct sock_extended_err` (linux/errqueue.h) and the address that follows it. */
export const ERROR_MESSAGE = {
  length: 0,
  origin: 16 + 4,
  type: 16 + 5,
  code: 16 + 6,
  offender: 16 + 16,
  smallest: 32,
} as const

/** `struct nlmsghdr`, linux/netlink.h. */
export const NLMSGHDR = { size: 16, length: 0, type: 4, flags: 6 } as const

/** `struct rtattr`, linux/rtnetlink.h. */
export const RTATTR = { size: 4, length: 0, type: 2 } as const

/** `struct rtmsg`, linux/rtnetlink.h. */
export const RTMSG = { size: 12, family: 0, destinationBits: 1, type: 7 } as const

/** `struct ndmsg`, linux/neighbour.h. */
export const NDMSG = { size: 12, family: 0, interface: 4, state: 8 } as const

/** `struct ifinfomsg`, linux/rtnetlink.h. */
export const IFINFOMSG = { size: 16, family: 0, interface: 4, flags: 8 } as const
