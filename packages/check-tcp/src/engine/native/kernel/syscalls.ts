import type { Ffi } from './ffi.js'

/**
 * The system calls of the engine, each named once. All return -1 on failure, with the reason in `errno()`; that must be
 * read before the next call. None blocks but `epollWait`.
 */
export interface Syscalls {
  /** socket(2): a new descriptor. EMFILE, ENFILE, ENOBUFS, ENOMEM: out of resources; EAFNOSUPPORT: no such family. */
  readonly socket: (domain: number, type: number, protocol: number) => number
  /** bind(2). EADDRINUSE: taken by a listener; EACCES: privileged port; EADDRNOTAVAIL: not our address. */
  readonly bind: (fd: number, address: Uint8Array, length: number) => number
  /** connect(2). On a non-blocking socket EINPROGRESS says that the answer comes later, by EPOLLOUT and SO_ERROR. */
  readonly connect: (fd: number, address: Uint8Array, length: number) => number
  /** shutdown(2): SHUT_WR sends our FIN and leaves the other direction open. */
  readonly shutdown: (fd: number, how: number) => number
  /** close(2). With data unread, or SO_LINGER of 0 s, TCP sends a RST; tcp(7), RFC 1122 section 4.2.2.13. */
  readonly close: (fd: number) => number
  /** recv(2) by read(2): 0 at the peer's FIN, EAGAIN when there is nothing yet. */
  readonly read: (fd: number, buffer: Uint8Array, length: number) => number
  /** write(2), for the eventfd: adds to its counter. */
  readonly write: (fd: number, buffer: Uint8Array, length: number) => number
  /** getsockname(2): the address and port that the kernel chose. `length` is read and written. */
  readonly getsockname: (fd: number, address: Uint8Array, length: Uint32Array) => number
  /** getpeername(2): whom the kernel takes the connection to be with. */
  readonly getpeername: (fd: number, address: Uint8Array, length: Uint32Array) => number
  /** getsockopt(2): SO_ERROR takes the pending error, TCP_INFO reads the kernel's own account, tcp(7). */
  readonly getsockopt: (
    fd: number,
    level: number,
    option: number,
    value: Uint8Array,
    length: Uint32Array,
  ) => number
  /** setsockopt(2). */
  readonly setsockopt: (
    fd: number,
    level: number,
    option: number,
    value: Uint8Array,
    length: number,
  ) => number
  /** epoll_create1(2). */
  readonly epollCreate: (flags: number) => number
  /** epoll_ctl(2). A closed descriptor leaves its epoll set by itself. */
  readonly epollCtl: (epfd: number, operation: number, fd: number, event: Uint8Array) => number
  /** epoll_wait(2): how many events are ready; sleeps for at most `timeoutMs`. EINTR: a signal came. */
  readonly epollWait: (epfd: number, events: Uint8Array, most: number, timeoutMs: number) => number
  /** eventfd(2): a counter that wakes an epoll_wait of another thread. */
  readonly eventfd: (initial: number, flags: number) => number
  /** errno(3) of the last call that failed. */
  readonly errno: () => number
}

export function openSyscalls(ffi: Ffi): Syscalls {
  // The symbols of the C library are already in the process; glibc and musl name their file differently.
  const libc = openLibc(ffi)
  return {
    socket: libc.func('int socket(int, int, int)'),
    bind: libc.func('int bind(int, const uint8_t *, uint32_t)'),
    connect: libc.func('int connect(int, const uint8_t *, uint32_t)'),
    shutdown: libc.func('int shutdown(int, int)'),
    close: libc.func('int close(int)'),
    read: libc.func('int64_t read(int, uint8_t *, size_t)'),
    write: libc.func('int64_t write(int, const uint8_t *, size_t)'),
    getsockname: libc.func('int getsockname(int, uint8_t *, uint32_t *)'),
    getpeername: libc.func('int getpeername(int, uint8_t *, uint32_t *)'),
    getsockopt: libc.func('int getsockopt(int, int, int, uint8_t *, uint32_t *)'),
    setsockopt: libc.func('int setsockopt(int, int, int, const uint8_t *, uint32_t)'),
    epollCreate: libc.func('int epoll_create1(int)'),
    epollCtl: libc.func('int epoll_ctl(int, int, int, const uint8_t *)'),
    epollWait: libc.func('int epoll_wait(int, uint8_t *, int, int)'),
    eventfd: libc.func('int eventfd(unsigned int, int)'),
    errno: () => ffi.errno(),
  }
}

function openLibc(ffi: Ffi): ReturnType<Ffi['load']> {
  try {
    return ffi.load('libc.so.6')
  } catch {
    return ffi.load(`libc.musl-${process.arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`)
  }
}
