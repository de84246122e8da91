import { constants } from 'node:os'
import type { IpAddress } from '../../../core/target/ip-address.js'
import {
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  IFF_LOWER_UP,
  IFF_RUNNING,
  IPPROTO_TCP,
  NDA_DST,
  NETLINK_ROUTE,
  NLM_F_REQUEST,
  NLMSG_ERROR,
  NUD_FAILED,
  NUD_INCOMPLETE,
  RTA_DPORT,
  RTA_DST,
  RTA_GATEWAY,
  RTA_IP_PROTO,
  RTA_OIF,
  RTA_VIA,
  RTM_GETLINK,
  RTM_GETNEIGH,
  RTM_GETROUTE,
  RTN_BLACKHOLE,
  RTN_LOCAL,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_RAW,
} from './constants.js'
import { IFINFOMSG, NDMSG, NLMSGHDR, RTATTR, RTMSG } from './layout.js'
import { writeAddress } from './sockaddr.js'
import type { Syscalls } from './syscalls.js'

/** Where the kernel hands on what goes to an address. */
export interface NextHop {
  /** It goes through a gateway; false where the target itself is on the local network. */
  readonly isGateway: boolean
  /** The interface has a carrier and is up. */
  readonly isLinkUp: boolean
  /**
   * What ARP or NDP knows of the gateway, or of the target where there is none: `silent` while nobody has answered,
   * `none` where nobody was asked, `unknown` where the kernel (before Linux 5.0) does not say.
   */
  readonly neighbour: 'known' | 'silent' | 'none' | 'unknown'
}

/** A link's answer is the longest, and only its beginning is read. */
const ANSWER_BYTES = 8_192

type NetlinkCalls = Pick<Syscalls, 'socket' | 'write' | 'read' | 'close'>

/** Asks the kernel's tables (rtnetlink(7)), which sends nothing and needs no rights; `undefined` where there is no route. */
export function nextHopTo(
  calls: NetlinkCalls,
  address: IpAddress,
  scopeId: number,
): NextHop | undefined {
  return withTables(calls, (fd) => {
    const { family } = address
    const target = bytesOf(address)
    const route = ask(calls, fd, routeRequest(family, target, scopeId))
    const device = attribute(route, RTMSG.size, RTA_OIF)
    if (!route || !device) return undefined
    const index = viewOf(device).getInt32(0, true)
    // RTA_VIA, an IPv6 gateway of an IPv4 route, has its family in front.
    const via = attribute(route, RTMSG.size, RTA_VIA)
    const gateway = attribute(route, RTMSG.size, RTA_GATEWAY) ?? via?.subarray(2)
    const hop = gateway ?? target
    return {
      isGateway: gateway !== undefined,
      isLinkUp: isLinkUp(calls, fd, index),
      neighbour: neighbourState(calls, fd, hop, index),
    }
  })
}

/**
 * Is this an address of this machine, by the kernel's own routes? Unlike `isOwnAddress` it also knows the addresses of
 * an interface without a carrier, which Node does not list.
 */
export function isRoutedHere(calls: NetlinkCalls, address: IpAddress, scopeId: number): boolean {
  const type = withTables(calls, (fd) => {
    const route = ask(calls, fd, routeRequest(address.family, bytesOf(address), scopeId))
    return route?.[NLMSGHDR.size + RTMSG.type]
  })
  return type === RTN_LOCAL
}

/**
 * Does a blackhole route of this machine, or a rule that leads into one, take what goes to a TCP port? The kernel says so in IPv6 by
 * the route's type, in IPv4 by the same errno that connect(2) had. False too where the tables could not be asked.
 */
export function isRouteDiscarding(
  calls: NetlinkCalls,
  address: IpAddress,
  port: number,
  scopeId: number,
): boolean {
  const isDiscarding = withTables(calls, (fd) => {
    const question = routeRequest(address.family, bytesOf(address), scopeId, port)
    const answer = exchange(calls, fd, question)
    if (!answer) return false
    if (typeOf(answer) !== NLMSG_ERROR) {
      return answer[NLMSGHDR.size + RTMSG.type] === RTN_BLACKHOLE
    }
    return viewOf(answer).getInt32(NLMSGHDR.size, true) === -constants.errno.EINVAL
  })
  return isDiscarding ?? false
}

/** `undefined` where no socket could be had. */
function withTables<T>(calls: NetlinkCalls, use: (fd: number) => T): T | undefined {
  const fd = calls.socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_ROUTE)
  if (fd < 0) return undefined
  try {
    return use(fd)
  } finally {
    calls.close(fd)
  }
}

function bytesOf({ text, family }: IpAddress): Uint8Array {
  const bytes = new Uint8Array(family === 4 ? 4 : 16)
  writeAddress(text, family, bytes, 0)
  return bytes
}

function routeRequest(
  family: 4 | 6,
  target: Uint8Array,
  scopeId: number,
  port?: number,
): Uint8Array {
  const header = new Uint8Array(RTMSG.size)
  header[RTMSG.family] = domainOf(target)
  header[RTMSG.destinationBits] = target.length * 8
  const device = new Uint8Array(4)
  viewOf(device).setInt32(0, scopeId, true)
  const attributes = [attributeOf(RTA_DST, target)]
  if (family === 6 && scopeId > 0) attributes.push(attributeOf(RTA_OIF, device))
  if (port !== undefined) {
    const bigEndian = Uint8Array.of(port >> 8, port & 0xff)
    attributes.push(attributeOf(RTA_IP_PROTO, Uint8Array.of(IPPROTO_TCP)))
    attributes.push(attributeOf(RTA_DPORT, bigEndian))
  }
  return request(RTM_GETROUTE, header, attributes)
}

function isLinkUp(calls: NetlinkCalls, fd: number, index: number): boolean {
  const header = new Uint8Array(IFINFOMSG.size)
  viewOf(header).setInt32(IFINFOMSG.interface, index, true)
  const link = ask(calls, fd, request(RTM_GETLINK, header, []))
  if (!link) return true
  const flags = viewOf(link).getUint32(NLMSGHDR.size + IFINFOMSG.flags, true)
  // IFF_RUNNING may stay for a second after the carrier is gone; IFF_LOWER_UP goes at once.
  return (flags & IFF_RUNNING) !== 0 && (flags & IFF_LOWER_UP) !== 0
}

function neighbourState(
  calls: NetlinkCalls,
  fd: number,
  hop: Uint8Array,
  index: number,
): NextHop['neighbour'] {
  const header = new Uint8Array(NDMSG.size)
  header[NDMSG.family] = domainOf(hop)
  viewOf(header).setInt32(NDMSG.interface, index, true)
  const answer = exchange(calls, fd, request(RTM_GETNEIGH, header, [attributeOf(NDA_DST, hop)]))
  if (!answer) return 'unknown'
  if (typeOf(answer) === NLMSG_ERROR) {
    return viewOf(answer).getInt32(NLMSGHDR.size, true) === NO_ENTRY ? 'none' : 'unknown'
  }
  const state = viewOf(answer).getUint16(NLMSGHDR.size + NDMSG.state, true)
  return (state & (NUD_INCOMPLETE | NUD_FAILED)) === 0 ? 'known' : 'silent'
}

/** -ENOENT */
const NO_ENTRY = -2

function domainOf(address: Uint8Array): number {
  return address.length === 4 ? AF_INET : AF_INET6
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function attributeOf(type: number, value: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(aligned(RTATTR.size + value.length))
  viewOf(bytes).setUint16(RTATTR.length, RTATTR.size + value.length, true)
  viewOf(bytes).setUint16(RTATTR.type, type, true)
  bytes.set(value, RTATTR.size)
  return bytes
}

function request(type: number, header: Uint8Array, attributes: readonly Uint8Array[]): Uint8Array {
  const start = new Uint8Array(NLMSGHDR.size)
  const bytes = Buffer.concat([start, header, ...attributes])
  bytes.writeUInt32LE(bytes.length, NLMSGHDR.length)
  bytes.writeUInt16LE(type, NLMSGHDR.type)
  bytes.writeUInt16LE(NLM_F_REQUEST, NLMSGHDR.flags)
  return bytes
}

/** The kernel answers inside of the call that asks. */
function exchange(calls: NetlinkCalls, fd: number, question: Uint8Array): Uint8Array | undefined {
  if (calls.write(fd, question, question.length) !== question.length) return undefined
  const answer = new Uint8Array(ANSWER_BYTES)
  const length = calls.read(fd, answer, ANSWER_BYTES)
  return length >= NLMSGHDR.size + 4 ? answer.subarray(0, length) : undefined
}

/** The same, with an error as no answer. */
function ask(calls: NetlinkCalls, fd: number, question: Uint8Array): Uint8Array | undefined {
  const answer = exchange(calls, fd, question)
  return answer && typeOf(answer) !== NLMSG_ERROR ? answer : undefined
}

function typeOf(message: Uint8Array): number {
  return viewOf(message).getUint16(NLMSGHDR.type, true)
}

/** The first attribute of the type in a message whose own header has `headerSize` bytes. */
function attribute(
  message: Uint8Array | undefined,
  headerSize: number,
  type: number,
): Uint8Array | undefined {
  if (!message) return undefined
  const view = viewOf(message)
  let at = NLMSGHDR.size + headerSize
  while (at + RTATTR.size <= message.length) {
    const length = view.getUint16(at + RTATTR.length, true)
    if (length < RTATTR.size) return undefined
    if (view.getUint16(at + RTATTR.type, true) === type) {
      return message.subarray(at + RTATTR.size, at + length)
    }
    at += aligned(length)
  }
  return undefined
}

/** RTA_ALIGN */
function aligned(length: number): number {
  return (length + 3) & ~3
}
