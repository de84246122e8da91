import { constants, networkInterfaces } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { zoneOf } from '../../core/target/ip-address.js'
import {
  AF_INET,
  AF_INET6,
  IPPROTO_TCP,
  SO_ERROR,
  SO_LINGER,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_INFO_OPTION,
} from '../../engine/native/kernel/constants.js'
import { LINGER, TCP_INFO } from '../../engine/native/kernel/layout.js'
import type { Libc } from '../../engine/native/kernel/libc.js'
import { Sockaddr, writeAddress } from '../../engine/native/kernel/sockaddr.js'
import { type IcmpError, takeIcmpError } from '../../engine/native/thread/error-queue.js'
import type { AllowedAddress } from '../../policy/allowed-address.js'
import { OPTIONS, TCP_ESTABLISHED, TCP_SYN_SENT } from './constants.js'

/** A connect whose packets are made, or whose answers are let in, in a special way. */
interface SynOptions {
  /** Hops that our packets may go (IP_TTL, IPV6_UNICAST_HOPS). */
  readonly ttl?: number
  /** Answers with less of a TTL left are not let in (IP_MINTTL, IPV6_MINHOPCOUNT; RFC 5082). */
  readonly minTtl?: number
  /** Milliseconds that an answer may take. */
  readonly waitMs: number
  readonly signal: AbortSignal
}

export type SynOutcome =
  | { readonly kind: 'connected' }
  /** `icmp` is there where an ICMP error brought the failure; a RST brings none. */
  | { readonly kind: 'failed'; readonly code: string; readonly icmp?: IcmpError }
  | { readonly kind: 'silent' }

/** How often the kernel is asked; what is found here is who answers, not how fast. */
const LOOK_EVERY_MS = 10

/** Sends one SYN, waits for what answers it and closes by RST, so that nothing stays behind. Needs no rights. */
export async function sendSyn(
  libc: Libc,
  address: AllowedAddress,
  port: number,
  options: SynOptions,
): Promise<SynOutcome> {
  const domain = address.family === 4 ? AF_INET : AF_INET6
  const fd = libc.socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)
  if (fd < 0) return failed(libc.errno())
  try {
    setOptions(libc, fd, address.family, options)
    const error = connect(libc, fd, address, port)
    if (error !== 0 && error !== constants.errno.EINPROGRESS) return failed(error)
    return await answerTo(libc, fd, options)
  } finally {
    libc.close(fd)
  }
}

function setOptions(libc: Libc, fd: number, family: 4 | 6, options: SynOptions): void {
  const { level, ttl, errors, minTtl } = OPTIONS[family]
  const set = (name: number, value: number) =>
    libc.setsockopt(fd, level, name, Uint8Array.from([value, 0, 0, 0]), 4)
  set(errors, 1)
  if (options.ttl !== undefined) set(ttl, options.ttl)
  if (options.minTtl !== undefined) set(minTtl, options.minTtl)
  const linger = new Uint8Array(LINGER.size)
  linger[LINGER.onOff] = 1
  libc.setsockopt(fd, SOL_SOCKET, SO_LINGER, linger, LINGER.size)
}

/** connect(2); gives the errno. */
function connect(libc: Libc, fd: number, address: AllowedAddress, port: number): number {
  const bytes = new Uint8Array(16)
  writeAddress(address.text, address.family, bytes, 0)
  const sockaddr = new Sockaddr()
  const length = sockaddr.write(address.family, bytes, 0, port, scopeOf(address))
  return libc.connect(fd, sockaddr.bytes, length) === 0 ? 0 : libc.errno()
}

function scopeOf(address: AllowedAddress): number {
  const zone = zoneOf(address)
  const addresses = (zone && networkInterfaces()[zone]) || []
  return addresses.find(({ family }) => family === 'IPv6')?.scopeid ?? 0
}

async function answerTo(libc: Libc, fd: number, options: SynOptions): Promise<SynOutcome> {
  const { waitMs, signal } = options
  const endMs = performance.now() + waitMs
  for (;;) {
    const state = stateOf(libc, fd)
    if (state === TCP_ESTABLISHED) return { kind: 'connected' }
    // An ICMP error leaves the state as it is: the kernel would send the SYN again.
    const icmp = takeIcmpError(libc, fd)
    if (icmp) return { ...failed(errorOf(libc, fd)), icmp }
    if (state !== TCP_SYN_SENT) return failed(errorOf(libc, fd))
    if (performance.now() >= endMs || signal.aborted) return { kind: 'silent' }
    await delay(LOOK_EVERY_MS)
  }
}

function stateOf(libc: Libc, fd: number): number | undefined {
  const info = new Uint8Array(TCP_INFO.size)
  libc.getsockopt(fd, IPPROTO_TCP, TCP_INFO_OPTION, info, Uint32Array.of(TCP_INFO.size))
  return info[TCP_INFO.state]
}

function errorOf(libc: Libc, fd: number): number {
  const value = new Uint8Array(4)
  libc.getsockopt(fd, SOL_SOCKET, SO_ERROR, value, Uint32Array.of(4))
  return new DataView(value.buffer).getInt32(0, true)
}

function failed(errno: number): { readonly kind: 'failed'; readonly code: string } {
  const known = Object.entries(constants.errno).find(([, number]) => number === errno)
  return { kind: 'failed', code: known?.[0] ?? `errno ${errno}` }
}
