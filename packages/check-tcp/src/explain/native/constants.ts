/** Socket options of the Linux headers, by family: linux/in.h, linux/in6.h. */
export const OPTIONS = {
  4: { level: 0, ttl: 2, errors: 11, minTtl: 21 },
  6: { level: 41, ttl: 16, errors: 25, minTtl: 73 },
} as const

/** bits/socket_type.h, and linux/in6.h: the kernel fills a raw socket's checksum in. */
export const SOCK_RAW = 3
export const IPV6_CHECKSUM = 7

/** States of TCP_INFO, linux/tcp_states.h. */
export const TCP_ESTABLISHED = 1
export const TCP_SYN_SENT = 2
