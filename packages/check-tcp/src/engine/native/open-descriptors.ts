import { getSystemErrorMap } from 'node:util'
import { EFD_CLOEXEC, EFD_NONBLOCK, EPOLL_CLOEXEC } from './kernel/constants.js'
import type { Syscalls } from './kernel/syscalls.js'
import type { WorkerDeath } from './native-worker.js'
import type { LoopDescriptors } from './thread/connect-loop.js'

/** Opens what the thread waits with; why it cannot live, where the system refuses a descriptor. */
export function openDescriptors(syscalls: Syscalls): LoopDescriptors | WorkerDeath {
  const eventFd = syscalls.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)
  const epfd = eventFd < 0 ? -1 : syscalls.epollCreate(EPOLL_CLOEXEC)
  if (epfd >= 0) return { epfd, eventFd }
  const [code, text] = errnoInWords(syscalls.errno())
  if (eventFd >= 0) syscalls.close(eventFd)
  return { code, text }
}

/** Name and text of an errno. */
export function errnoInWords(errno: number): [name: string, text: string] {
  return getSystemErrorMap().get(-errno) ?? ['UNKNOWN', `error ${errno}`]
}
