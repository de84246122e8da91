import { createRequire } from 'node:module'

/** A function of a C library. Pointers are given as typed arrays, which may lie in shared memory. */
type NativeFunction = (...args: readonly (number | Uint8Array | Uint32Array)[]) => number

/** The part of koffi that is used here. */
export interface Ffi {
  load(library: string): { func(prototype: string): NativeFunction }
  /** errno of the last call, as errno(3) describes it. */
  errno(): number
}

export type FfiAvailability = { readonly ffi: Ffi } | { readonly because: string }

/** Processors whose struct layouts are written down in `layout.ts`. */
const PROCESSORS: readonly string[] = ['x64', 'arm64']

/**
 * Loads koffi's prebuilt binary for this system, an optional dependency. Without it, or elsewhere than on Linux, the
 * reason is returned, for the result and for people.
 */
export function loadFfi(): FfiAvailability {
  if (process.platform !== 'linux')
    return { because: `epoll is not available on ${process.platform}` }
  if (!PROCESSORS.includes(process.arch)) {
    return { because: `struct layouts for ${process.arch} are not known` }
  }
  // The binaries themselves: the package's own choice between the two reads Node's whole executable first.
  const packageName = `@koromix/koffi-linux-${process.arch}`
  const require = createRequire(import.meta.url)
  let why = ''
  for (const libc of ['linux', 'musl']) {
    try {
      return { ffi: require(`${packageName}/${libc}_${process.arch}/koffi.node`) }
    } catch (error) {
      why ||= error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    }
  }
  return { because: `koffi cannot be loaded: ${why}` }
}
