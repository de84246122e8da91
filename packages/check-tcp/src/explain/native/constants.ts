/** Socket options of the Linux headers, by family: linux/in.h, linux/in6.h. */
export const OPTIONS = {
  4: { level: 0, ttl: 2, errors: 11, leastTtl: 21 },
  6: { level: 41, ttl: 16, errors: 25, leastTtl: 73 },
} as const

/** bits/socket_type.h, and linux/in6.h: the kernel fills a raw socket's checksum in. */
export const SOCK_RAW = 3
export const IPV6_CHECKSUM = 7

export const MSG_ERRQUEUE = 0x2000

/** States of TCP_INFO, linux/tcp_states.h. */
export const TCP_ESTABLISHED = 1
export const TCP_SYN_SENT = 2

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

/** SO_EE_ORIGIN_ICMP and SO_EE_ORIGIN_ICMP6, linux/errqueue.h; 1 is an error of this machine itself. */
export const ORIGIN_ICMP = 2
export const ORIGIN_ICMP6 = 3
