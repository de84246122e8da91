import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as constants from './constants.js'
import {
  EPOLL_EVENT,
  ERROR_MESSAGE,
  IFINFOMSG,
  LINGER,
  MSGHDR,
  NDMSG,
  NLMSGHDR,
  RTATTR,
  RTMSG,
  SOCKADDR_IN,
  SOCKADDR_IN6,
  TCP_INFO,
} from './layout.js'

/** C expressions, and what this code takes them for. */
const EXPECTED: Readonly<Record<string, number>> = {
  'sizeof(struct epoll_event)': EPOLL_EVENT.size,
  'offsetof(struct epoll_event, events)': EPOLL_EVENT.events,
  'offsetof(struct epoll_event, data)': EPOLL_EVENT.data,
  'sizeof(struct sockaddr_in)': SOCKADDR_IN.size,
  'offsetof(struct sockaddr_in, sin_family)': SOCKADDR_IN.family,
  'offsetof(struct sockaddr_in, sin_port)': SOCKADDR_IN.port,
  'offsetof(struct sockaddr_in, sin_addr)': SOCKADDR_IN.address,
  'sizeof(struct sockaddr_in6)': SOCKADDR_IN6.size,
  'offsetof(struct sockaddr_in6, sin6_family)': SOCKADDR_IN6.family,
  'offsetof(struct sockaddr_in6, sin6_port)': SOCKADDR_IN6.port,
  'offsetof(struct sockaddr_in6, sin6_flowinfo)': SOCKADDR_IN6.flowInfo,
  'offsetof(struct sockaddr_in6, sin6_addr)': SOCKADDR_IN6.address,
  'offsetof(struct sockaddr_in6, sin6_scope_id)': SOCKADDR_IN6.scopeId,
  'offsetof(struct tcp_info, tcpi_state)': TCP_INFO.state,
  'offsetof(struct tcp_info, tcpi_retransmits)': TCP_INFO.timeouts,
  'offsetof(struct tcp_info, tcpi_retrans)': TCP_INFO.retransmitted,
  'offsetof(struct tcp_info, tcpi_rtt)': TCP_INFO.rtt,
  'offsetof(struct tcp_info, tcpi_total_retrans)': TCP_INFO.totalRetransmits,
  'sizeof(struct linger)': LINGER.size,
  'offsetof(struct linger, l_onoff)': LINGER.onOff,
  'offsetof(struct linger, l_linger)': LINGER.seconds,
  'sizeof(struct msghdr)': MSGHDR.size,
  'offsetof(struct msghdr, msg_control)': MSGHDR.control,
  'offsetof(struct msghdr, msg_controllen)': MSGHDR.controlLength,
  'CMSG_LEN(0) + offsetof(struct sock_extended_err, ee_origin)': ERROR_MESSAGE.origin,
  'CMSG_LEN(0) + offsetof(struct sock_extended_err, ee_type)': ERROR_MESSAGE.type,
  'CMSG_LEN(0) + offsetof(struct sock_extended_err, ee_code)': ERROR_MESSAGE.code,
  'CMSG_LEN(0) + sizeof(struct sock_extended_err)': ERROR_MESSAGE.offender,
  'sizeof(struct nlmsghdr)': NLMSGHDR.size,
  'offsetof(struct nlmsghdr, nlmsg_type)': NLMSGHDR.type,
  'offsetof(struct nlmsghdr, nlmsg_flags)': NLMSGHDR.flags,
  'sizeof(struct rtattr)': RTATTR.size,
  'offsetof(struct rtattr, rta_type)': RTATTR.type,
  'sizeof(struct rtmsg)': RTMSG.size,
  'offsetof(struct rtmsg, rtm_dst_len)': RTMSG.destinationBits,
  'offsetof(struct rtmsg, rtm_type)': RTMSG.type,
  'sizeof(struct ndmsg)': NDMSG.size,
  'offsetof(struct ndmsg, ndm_ifindex)': NDMSG.interface,
  'offsetof(struct ndmsg, ndm_state)': NDMSG.state,
  'sizeof(struct ifinfomsg)': IFINFOMSG.size,
  'offsetof(struct ifinfomsg, ifi_index)': IFINFOMSG.interface,
  'offsetof(struct ifinfomsg, ifi_flags)': IFINFOMSG.flags,
  MSG_ERRQUEUE: constants.MSG_ERRQUEUE,
  IPPROTO_IPV6: constants.IPPROTO_IPV6,
  IPV6_RECVERR: constants.IPV6_RECVERR,
  SO_EE_ORIGIN_ICMP: constants.SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_ICMP6: constants.SO_EE_ORIGIN_ICMP6,
  TCP_SYN_SENT: constants.TCP_SYN_SENT,
  AF_NETLINK: constants.AF_NETLINK,
  SOCK_RAW: constants.SOCK_RAW,
  NETLINK_ROUTE: constants.NETLINK_ROUTE,
  NLM_F_REQUEST: constants.NLM_F_REQUEST,
  NLMSG_ERROR: constants.NLMSG_ERROR,
  RTM_GETLINK: constants.RTM_GETLINK,
  RTM_GETROUTE: constants.RTM_GETROUTE,
  RTM_GETNEIGH: constants.RTM_GETNEIGH,
  RTA_DST: constants.RTA_DST,
  RTA_OIF: constants.RTA_OIF,
  RTA_GATEWAY: constants.RTA_GATEWAY,
  RTA_VIA: constants.RTA_VIA,
  NDA_DST: constants.NDA_DST,
  NUD_INCOMPLETE: constants.NUD_INCOMPLETE,
  NUD_FAILED: constants.NUD_FAILED,
  IFF_RUNNING: constants.IFF_RUNNING,
  IFF_LOWER_UP: constants.IFF_LOWER_UP,
  RTA_IP_PROTO: constants.RTA_IP_PROTO,
  RTA_DPORT: constants.RTA_DPORT,
  RTN_LOCAL: constants.RTN_LOCAL,
  RTN_BLACKHOLE: constants.RTN_BLACKHOLE,
  AF_INET: constants.AF_INET,
  AF_INET6: constants.AF_INET6,
  SOCK_STREAM: constants.SOCK_STREAM,
  SOCK_NONBLOCK: constants.SOCK_NONBLOCK,
  SOCK_CLOEXEC: constants.SOCK_CLOEXEC,
  SOL_SOCKET: constants.SOL_SOCKET,
  SO_REUSEADDR: constants.SO_REUSEADDR,
  SO_ERROR: constants.SO_ERROR,
  SO_LINGER: constants.SO_LINGER,
  IPPROTO_TCP: constants.IPPROTO_TCP,
  TCP_INFO: constants.TCP_INFO_OPTION,
  TCP_ESTABLISHED: constants.TCP_ESTABLISHED,
  TCP_CLOSE: constants.TCP_CLOSE,
  SHUT_WR: constants.SHUT_WR,
  EPOLL_CLOEXEC: constants.EPOLL_CLOEXEC,
  EPOLL_CTL_ADD: constants.EPOLL_CTL_ADD,
  EPOLL_CTL_MOD: constants.EPOLL_CTL_MOD,
  EPOLLIN: constants.EPOLLIN,
  EPOLLOUT: constants.EPOLLOUT,
  EPOLLRDHUP: constants.EPOLLRDHUP,
  EPOLLONESHOT: constants.EPOLLONESHOT,
  EFD_NONBLOCK: constants.EFD_NONBLOCK,
  EFD_CLOEXEC: constants.EFD_CLOEXEC,
}

const HEADERS = [
  'stddef.h',
  'stdio.h',
  'sys/epoll.h',
  'sys/eventfd.h',
  'sys/socket.h',
  'netinet/in.h',
  'netinet/tcp.h',
  'linux/if.h',
  'time.h',
  'linux/errqueue.h',
  'linux/netlink.h',
  'linux/neighbour.h',
  'linux/rtnetlink.h',
]

const canCompile =
  process.platform === 'linux' && spawnSync('cc', ['--version'], { stdio: 'ignore' }).status === 0

describe.skipIf(!canCompile)('struct layouts and constants', () => {
  it("are the system's headers' own (left out where there is no C compiler)", () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-tcp-layout-'))
    const includes = HEADERS.map((header) => `#include <${header}>`)
    const lines = Object.keys(EXPECTED).map((name) => `  printf("%lld\\n", (long long)(${name}));`)
    const program = [...includes, 'int main(void) {', ...lines, '  return 0;', '}', ''].join('\n')
    writeFileSync(join(folder, 'layout.c'), program)
    execFileSync('cc', ['-D_GNU_SOURCE', '-o', join(folder, 'layout'), join(folder, 'layout.c')])
    const said = execFileSync(join(folder, 'layout'), { encoding: 'utf8' }).trim().split('\n')
    rmSync(folder, { recursive: true })
    const system = Object.fromEntries(
      Object.keys(EXPECTED).map((name, index) => [name, Number(said[index])]),
    )
    expect(EXPECTED).toEqual(system)
  })
})
