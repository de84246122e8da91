import { constants } from 'node:os'
import { keepIcmpErrors } from '../thread/error-queue.js'
import {
  AF_INET,
  AF_INET6,
  SHUT_WR,
  SO_ERROR,
  SO_LINGER,
  SO_REUSEADDR,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
} from './constants.js'
import { LINGER } from './layout.js'
import { SOCKADDR_SIZE, Sockaddr } from './sockaddr.js'
import type { Syscalls } from './syscalls.js'

/** What services say is read away into this much at once. */
const DISCARD_BYTES = 64 * 1_024

/** A service that never stops talking must not hold up the others; its deadline ends it. */
const MAX_READS = 16

const { EAGAIN } = constants.errno

/** Sockets in the engine's own words; errors stay in `errno()`. The buffers are one worker's own. */
export class Sockets {
  readonly #syscalls: Syscalls
  readonly #sockaddr = new Sockaddr()
  readonly #value = new Uint8Array(8)
  readonly #valueView = new DataView(this.#value.buffer)
  readonly #length = new Uint32Array(1)
  readonly #discarded = new Uint8Array(DISCARD_BYTES)

  constructor(syscalls: Syscalls) {
    this.#syscalls = syscalls
  }

  /** A new non-blocking TCP socket, or -1. */
  open(family: 4 | 6): number {
    const domain = family === 4 ? AF_INET : AF_INET6
    const fd = this.#syscalls.socket(domain, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)
    if (fd >= 0 && family === 6) keepIcmpErrors(this.#syscalls, fd)
    return fd
  }

  /** Binds a source port, also one that a TIME_WAIT still holds. */
  bind(
    fd: number,
    family: 4 | 6,
    addresses: Uint8Array,
    offset: number,
    port: number,
    scopeId: number,
  ): boolean {
    this.#valueView.setInt32(0, 1, true)
    this.#syscalls.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, this.#value, 4)
    const length = this.#sockaddr.write(family, addresses, offset, port, scopeId)
    return this.#syscalls.bind(fd, this.#sockaddr.bytes, length) === 0
  }

  /** Sends the SYN; false with EINPROGRESS where the answer is still to come. */
  connect(
    fd: number,
    family: 4 | 6,
    addresses: Uint8Array,
    offset: number,
    port: number,
    scopeId: number,
  ): boolean {
    const length = this.#sockaddr.write(family, addresses, offset, port, scopeId)
    return this.#syscalls.connect(fd, this.#sockaddr.bytes, length) === 0
  }

  /** Takes the pending error of a connect that is decided; 0 where it is connected. */
  takeError(fd: number): number {
    this.#length[0] = 4
    this.#syscalls.getsockopt(fd, SOL_SOCKET, SO_ERROR, this.#value, this.#length)
    return this.#valueView.getInt32(0, true)
  }

  /** Our own end of the connection: writes its address into `target` at `offset` and returns its port. */
  localEnd(fd: number, family: 4 | 6, target: Uint8Array, offset: number): number {
    this.#length[0] = SOCKADDR_SIZE
    this.#syscalls.getsockname(fd, this.#sockaddr.bytes, this.#length)
    return this.#sockaddr.read(family, target, offset)
  }

  /** Is the connection with this address and port? A peer that has gone already is not asked about any more. */
  isPeer(fd: number, family: 4 | 6, addresses: Uint8Array, offset: number, port: number): boolean {
    this.#length[0] = SOCKADDR_SIZE
    const asked = this.#syscalls.getpeername(fd, this.#sockaddr.bytes, this.#length) === 0
    return !asked || this.#sockaddr.is(family, addresses, offset, port)
  }

  /** Closes with a RST: no TIME_WAIT stays behind. */
  reset(fd: number): void {
    this.#valueView.setInt32(LINGER.onOff, 1, true)
    this.#valueView.setInt32(LINGER.seconds, 0, true)
    this.#syscalls.setsockopt(fd, SOL_SOCKET, SO_LINGER, this.#value, LINGER.size)
    this.#syscalls.close(fd)
  }

  /** Sends our FIN; what the service still says can be read. */
  finish(fd: number): void {
    this.#syscalls.shutdown(fd, SHUT_WR)
  }

  /** Reads away what has come; true when the peer has ended too, or the connection broke. */
  drain(fd: number): boolean {
    for (let reads = 0; reads < MAX_READS; reads++) {
      const read = this.#syscalls.read(fd, this.#discarded, DISCARD_BYTES)
      if (read > 0) continue
      return read === 0 || this.#syscalls.errno() !== EAGAIN
    }
    return false
  }

  close(fd: number): void {
    this.#syscalls.close(fd)
  }
}
