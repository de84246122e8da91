import { parseIpAddress } from '../../../core/target/ip-address.js'
import {
  IPPROTO_IPV6,
  IPV6_RECVERR,
  MSG_ERRQUEUE,
  SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_ICMP6,
} from '../kernel/constants.js'
import { ERROR_MESSAGE, MSGHDR, SOCKADDR_IN, SOCKADDR_IN6 } from '../kernel/layout.js'
import type { Libc } from '../kernel/libc.js'
import { addressText } from '../kernel/sockaddr.js'
import type { Syscalls } from '../kernel/syscalls.js'

/** An ICMP error that answered a packet of a socket, and who sent it. */
export interface IcmpError {
  /** Type and code as in RFC 792 or, for IPv6, RFC 4443. */
  readonly type: number
  readonly code: number
  readonly from: string
}

/** More than one ICMP error with its address takes. */
const CONTROL_BYTES = 256

/**
 * Has the kernel keep ICMP errors for `takeIcmpError`. Linux keeps those that end a TCP handshake by itself in IPv4 alone.
 */
export function keepIcmpErrors({ setsockopt }: Pick<Syscalls, 'setsockopt'>, fd: number): void {
  setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, Uint8Array.of(1, 0, 0, 0), 4)
}

/** Takes the oldest ICMP error out of a socket's error queue (IP_RECVERR, ip(7)). */
export function takeIcmpError(libc: Libc, fd: number): IcmpError | undefined {
  const address = libc.malloc(CONTROL_BYTES)
  if (address === 0) return undefined
  try {
    const message = new Uint8Array(MSGHDR.size)
    const view = new DataView(message.buffer)
    view.setBigUint64(MSGHDR.control, BigInt(address), true)
    view.setBigUint64(MSGHDR.controlLength, BigInt(CONTROL_BYTES), true)
    if (libc.recvmsg(fd, message, MSG_ERRQUEUE) < 0) return undefined
    if (view.getBigUint64(MSGHDR.controlLength, true) < ERROR_MESSAGE.smallest) return undefined
    const control = new Uint8Array(CONTROL_BYTES)
    libc.copy(control, address, CONTROL_BYTES)
    return readIcmpError(control)
  } finally {
    libc.free(address)
  }
}

/** Reads the control message that `struct sock_extended_err` came in; `undefined` where the error is no ICMP's. */
function readIcmpError(control: Uint8Array): IcmpError | undefined {
  const origin = control[ERROR_MESSAGE.origin]
  if (origin !== SO_EE_ORIGIN_ICMP && origin !== SO_EE_ORIGIN_ICMP6) return undefined
  const family = origin === SO_EE_ORIGIN_ICMP ? 4 : 6
  const layout = family === 4 ? SOCKADDR_IN : SOCKADDR_IN6
  const bytes = control.subarray(ERROR_MESSAGE.offender + layout.address)
  const text = addressText(bytes, family)
  return {
    type: control[ERROR_MESSAGE.type] ?? 0,
    code: control[ERROR_MESSAGE.code] ?? 0,
    from: parseIpAddress(text)?.text ?? text,
  }
}
