import { readFileSync } from 'node:fs'

/**
 * The descriptors in an epoll set as the kernel lists them, proc(5) on /proc/PID/fdinfo. One that was closed is no
 * longer in it. Empty where /proc cannot be read.
 */
export function watchedDescriptors(epfd: number): readonly number[] {
  try {
    const listed = readFileSync(`/proc/self/fdinfo/${epfd}`, 'utf8')
    return [...listed.matchAll(/^tfd:\s*(\d+)/gm)].map(([, fd]) => Number(fd))
  } catch {
    return []
  }
}
