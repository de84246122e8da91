import { type FfiAvailability, loadFfi } from './ffi.js'
import { openSyscalls, type Syscalls } from './syscalls.js'

/** The system calls of the engine, and what a look into a socket's error queue needs besides. */
export interface Libc extends Syscalls {
  /** recvmsg(2): -1 with EAGAIN where the queue is empty. */
  readonly recvmsg: (fd: number, message: Uint8Array, flags: number) => number
  /** malloc(3): memory whose address may stand inside another struct; 0 where there is none. */
  readonly malloc: (size: number) => number
  readonly free: (address: number) => void
  /** memcpy(3) out of memory that `malloc` gave. */
  readonly copy: (target: Uint8Array, address: number, size: number) => void
}

type LibcAvailability = { readonly libc: Libc } | { readonly because: string }

/** Opens the C library; where there is no native layer the reason is returned. */
export function openLibc(): LibcAvailability {
  const loaded: FfiAvailability = loadFfi()
  if (!('ffi' in loaded)) return loaded
  const { ffi } = loaded
  const load = () => {
    try {
      return ffi.load('libc.so.6')
    } catch {
      return ffi.load(`libc.musl-${process.arch === 'x64' ? 'x86_64' : 'aarch64'}.so.1`)
    }
  }
  try {
    const library = load()
    return {
      libc: {
        ...openSyscalls(ffi),
        recvmsg: library.func('int64_t recvmsg(int, uint8_t *, int)'),
        malloc: library.func('int64_t malloc(size_t)'),
        free: library.func('void free(int64_t)'),
        copy: library.func('void memcpy(uint8_t *, int64_t, size_t)'),
      },
    }
  } catch (error) {
    return { because: error instanceof Error ? error.message : String(error) }
  }
}
