import type { LocalCause } from '../../../core/failure/classify.js'
import type { IpAddress } from '../../../core/target/ip-address.js'
import { causeAtOnce, localCause } from '../local-cause.js'
import { keepIcmpErrors, takeIcmpError } from '../thread/error-queue.js'
import { synFate } from '../thread/syn-fate.js'
import { openLibc } from './libc.js'
import { type ReadTcpInfo, tcpInfoReader } from './tcp-info.js'

/** What the kernel tells of a socket that somebody else made and will close. */
export interface KernelView {
  readonly readTcpInfo: ReadTcpInfo
  /** To be called before an ICMP error comes, where it is to be kept; needed in IPv6 alone. */
  keepIcmpErrors(fd: number): void
  /** Why this machine is the reason that a connect failed with `code` after connect(2) had returned, if it is. */
  causeOfFailure(fd: number, address: IpAddress, code: string): LocalCause | undefined
  /** The same of a connect(2) that failed at once. */
  causeAtOnce(address: IpAddress, port: number, code: string): LocalCause | undefined
  /** The same of a connect whose time is over. */
  causeOfSilence(fd: number, address: IpAddress): LocalCause | undefined
}

/** `undefined` where system calls are not available: elsewhere than on Linux, or without koffi. */
export function openKernelView(): KernelView | undefined {
  const opened = openLibc()
  if (!('libc' in opened)) return undefined
  const { libc } = opened
  const readTcpInfo = tcpInfoReader(libc)
  return {
    readTcpInfo,
    keepIcmpErrors: (fd) => keepIcmpErrors(libc, fd),
    causeOfFailure: (fd, address, code) =>
      localCause(libc, address, { code, icmp: takeIcmpError(libc, fd) }),
    causeAtOnce: (address, port, code) => causeAtOnce(libc, address, port, code),
    causeOfSilence: (fd, address) => localCause(libc, address, { syn: synFate(readTcpInfo(fd)) }),
  }
}
