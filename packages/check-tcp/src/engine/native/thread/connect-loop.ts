import { constants } from 'node:os'
import { EPOLLIN, EPOLLONESHOT, EPOLLOUT, TCP_CLOSE, TCP_ESTABLISHED } from '../kernel/constants.js'
import { Epoll } from '../kernel/epoll.js'
import type { Libc } from '../kernel/libc.js'
import { writeAddress } from '../kernel/sockaddr.js'
import { Sockets } from '../kernel/sockets.js'
import { type ReadTcpInfo, type TcpInfo, tcpInfoReader } from '../kernel/tcp-info.js'
import {
  ADDRESS_SIZE,
  FAILING_CALLS,
  type Mailbox,
  OUTCOME,
  SLOTS,
  SYN_FATES,
  WORKER,
} from '../mailbox.js'
import { Deadlines } from './deadlines.js'
import { takeIcmpError } from './error-queue.js'
import { FdTable } from './fd-table.js'
import { Lingering } from './lingering.js'
import { synFate } from './syn-fate.js'

/** Connects started before the answers of others are looked at again, so that no answer waits long for its stamp. */
const BATCH = 16

/** How long the loop waits for more before it parks: waking it out of epoll_wait costs far less than a message does. */
const PATIENCE_MS = 5

/** A sleep is never longer, so that a process that wants to end is not held up. */
const LONGEST_SLEEP_MS = 100

const { ECONNREFUSED, EINPROGRESS } = constants.errno
const CONNECT = FAILING_CALLS.indexOf('connect')
const BIND = FAILING_CALLS.indexOf('bind')
const SOCKET = FAILING_CALLS.indexOf('socket')
const ANSWER = FAILING_CALLS.indexOf('answer')

/** Made and closed by the engine, so that a thread that dies leaves none open. */
export interface LoopDescriptors {
  readonly epfd: number
  readonly eventFd: number
}

/** The epoll loop: starts connects, stamps their answers, closes them, as one thread. */
export class ConnectLoop {
  readonly #mailbox: Mailbox
  readonly #libc: Libc
  readonly #tell: () => void
  readonly #epoll: Epoll
  readonly #sockets: Sockets
  readonly #lingering: Lingering
  readonly #readTcpInfo: ReadTcpInfo
  readonly #deadlines = new Deadlines()
  readonly #slotOfFd = new FdTable()
  readonly #startMs = new Float64Array(SLOTS)
  readonly #generation = new Uint32Array(SLOTS)
  readonly #eventFd: number
  readonly #counter = new Uint8Array(8)
  #unannounced = false

  /**
   * @param descriptors an epoll set, and an eventfd that wakes the loop out of its sleep
   * @param tell tells the engine that there are outcomes
   */
  constructor(mailbox: Mailbox, libc: Libc, { epfd, eventFd }: LoopDescriptors, tell: () => void) {
    this.#mailbox = mailbox
    this.#libc = libc
    this.#tell = tell
    this.#eventFd = eventFd
    this.#epoll = new Epoll(libc, epfd)
    this.#sockets = new Sockets(libc)
    this.#lingering = new Lingering(this.#epoll, this.#sockets, mailbox.unwatched)
    this.#readTcpInfo = tcpInfoReader(libc)
    this.#epoll.watch(eventFd, EPOLLIN)
  }

  /** Works until there is nothing left to do, then parks and returns. */
  run(): void {
    this.#mailbox.workerState = WORKER.running
    let busyAtMs = performance.now()
    while (!this.#mailbox.isStopped) {
      const started = this.#startRequests()
      const nowMs = performance.now()
      this.#expire(nowMs)
      this.#announce()
      const idle = started === 0 && this.#slotOfFd.size === 0 && this.#lingering.size === 0
      const patienceMs = this.#mailbox.isHurried ? 0 : PATIENCE_MS
      if (!idle) busyAtMs = nowMs
      else if (nowMs - busyAtMs >= patienceMs && this.#park()) return
      this.#waitForAnswers(started === BATCH ? 0 : idle ? patienceMs : this.#sleepMs())
    }
    this.#close()
  }

  /** Says that the loop is not running; false when a request came in at that very moment. */
  #park(): boolean {
    this.#mailbox.workerState = WORKER.parked
    if (!this.#mailbox.hasRequests) return true
    this.#mailbox.workerState = WORKER.running
    return false
  }

  #startRequests(): number {
    let started = 0
    while (started < BATCH) {
      const request = this.#mailbox.nextRequest()
      if (request === undefined) break
      if (request < 0) this.#takeBack(~request)
      else this.#start(request)
      started++
    }
    return started
  }

  #start(slot: number): void {
    const version = this.#mailbox.family[slot] === 6 ? 6 : 4
    const fd = this.#sockets.open(version)
    this.#mailbox.fd[slot] = fd
    this.#startMs[slot] = performance.now()
    if (fd < 0) this.#failWithoutRoom(slot)
    else if (!this.#bind(slot, fd, version)) this.#fail(slot, this.#libc.errno(), BIND)
    else this.#connect(slot, fd, version)
  }

  #failWithoutRoom(slot: number): void {
    const nowMs = performance.now()
    this.#fail(slot, this.#libc.errno(), SOCKET, nowMs)
    // The connect is made again while its time lasts, and then finds room.
    this.#lingering.makeRoom(nowMs)
  }

  #bind(slot: number, fd: number, version: 4 | 6): boolean {
    const port = this.#mailbox.sourcePort[slot] ?? 0
    if (port === 0) return true
    const { otherAddresses, scopeId } = this.#mailbox
    const offset = slot * ADDRESS_SIZE
    return this.#sockets.bind(fd, version, otherAddresses, offset, port, scopeId[slot] ?? 0)
  }

  #connect(slot: number, fd: number, version: 4 | 6): void {
    const { addresses, port, scopeId, timeoutMs } = this.#mailbox
    const offset = slot * ADDRESS_SIZE
    const to = port[slot] ?? 0
    const done = this.#sockets.connect(fd, version, addresses, offset, to, scopeId[slot] ?? 0)
    const errno = done ? 0 : this.#libc.errno()
    if (errno !== 0 && errno !== EINPROGRESS) {
      this.#fail(slot, errno, CONNECT)
      return
    }
    // Over loopback the whole handshake, or its refusal, happens inside of the call, which says EINPROGRESS all the same.
    const info = this.#readTcpInfo(fd)
    if (info?.state === TCP_ESTABLISHED) {
      this.#connected(slot, fd, performance.now(), info, { watched: false })
    } else if (info?.state === TCP_CLOSE) {
      this.#fail(slot, this.#sockets.takeError(fd), ANSWER)
    } else {
      this.#slotOfFd.set(fd, slot)
      this.#epoll.watch(fd, EPOLLOUT | EPOLLONESHOT)
      const deadlineMs = (this.#startMs[slot] ?? 0) + (timeoutMs[slot] ?? 0)
      this.#deadlines.add(deadlineMs, slot, this.#generation[slot] ?? 0)
    }
  }

  #takeBack(slot: number): void {
    const fd = this.#mailbox.fd[slot] ?? -1
    if (fd < 0) return
    const nowMs = performance.now()
    // The kernel may be connected already; then only RST leaves a source port free.
    this.#slotOfFd.delete(fd)
    this.#sockets.reset(fd)
    this.#finish(slot, OUTCOME.aborted, nowMs)
  }

  #waitForAnswers(sleepMs: number): void {
    let timeoutMs = sleepMs
    if (timeoutMs > 0) {
      this.#mailbox.workerState = WORKER.sleeping
      // An engine that wrote a request before this saw the worker running and did not wake it.
      if (this.#mailbox.hasRequests) timeoutMs = 0
    }
    const ready = this.#epoll.wait(timeoutMs)
    const nowMs = performance.now()
    this.#mailbox.workerState = WORKER.running
    for (let index = 0; index < ready; index++) this.#answer(this.#epoll.readyFd(index), nowMs)
  }

  #answer(fd: number, nowMs: number): void {
    const slot = this.#slotOfFd.get(fd)
    if (slot !== undefined) {
      this.#slotOfFd.delete(fd)
      const errno = this.#sockets.takeError(fd)
      if (errno === 0) this.#connected(slot, fd, nowMs, this.#readTcpInfo(fd), { watched: true })
      else this.#fail(slot, errno, ANSWER, nowMs)
    } else if (this.#lingering.has(fd)) this.#lingering.ready(fd)
    else if (fd === this.#eventFd) this.#libc.read(fd, this.#counter, 8)
  }

  #connected(
    slot: number,
    fd: number,
    nowMs: number,
    info: TcpInfo | undefined,
    { watched }: { readonly watched: boolean },
  ): void {
    const { addresses, family, otherAddresses, localPort, reset, rttUs, retransmits } =
      this.#mailbox
    const port = this.#mailbox.port[slot] ?? 0
    const offset = slot * ADDRESS_SIZE
    rttUs[slot] = info?.rttUs ?? 0
    retransmits[slot] = info?.retransmits ?? 0
    const version = family[slot] === 6 ? 6 : 4
    localPort[slot] = this.#sockets.localEnd(fd, version, otherAddresses, offset)
    const self = localPort[slot] === port && this.#isOwnAddress(slot, version)
    const misdirected = !this.#sockets.isPeer(fd, version, addresses, offset, port)
    // Before the slot lets go of it: a descriptor is always in the slot or under watch, where a dead worker's are found.
    if (self || misdirected || reset[slot] === 1) this.#sockets.reset(fd)
    else this.#lingering.add(fd, nowMs, { watched })
    const connected = self ? OUTCOME.selfConnected : OUTCOME.connected
    this.#finish(slot, misdirected ? OUTCOME.misdirected : connected, nowMs)
  }

  #isOwnAddress(slot: number, version: 4 | 6): boolean {
    const { addresses, otherAddresses } = this.#mailbox
    const start = slot * ADDRESS_SIZE
    for (let index = start; index < start + (version === 4 ? 4 : 16); index++) {
      if (addresses[index] !== otherAddresses[index]) return false
    }
    return true
  }

  #fail(slot: number, errno: number, call: number, nowMs = performance.now()): void {
    const fd = this.#mailbox.fd[slot] ?? -1
    this.#noteIcmpError(slot, call === ANSWER ? fd : -1, errno)
    if (fd >= 0) this.#sockets.close(fd)
    this.#mailbox.errno[slot] = errno
    this.#mailbox.failingCall[slot] = call
    this.#finish(slot, OUTCOME.failed, nowMs)
  }

  /** Who sent the ICMP error that the connect ended with, if one did. */
  #noteIcmpError(slot: number, fd: number, errno: number): void {
    const { icmpFamily, icmpType, icmpCode, family, otherAddresses } = this.#mailbox
    icmpFamily[slot] = 0
    // Loopback refuses by the thousand, and always by RST.
    if (fd < 0 || (errno === ECONNREFUSED && this.#readTcpInfo(fd)?.state === TCP_CLOSE)) return
    const error = takeIcmpError(this.#libc, fd)
    if (!error) return
    const version = family[slot] === 6 ? 6 : 4
    icmpFamily[slot] = version
    icmpType[slot] = error.type
    icmpCode[slot] = error.code
    writeAddress(error.from, version, otherAddresses, slot * ADDRESS_SIZE)
  }

  #finish(slot: number, kind: number, nowMs: number): void {
    this.#mailbox.kind[slot] = kind
    this.#mailbox.connectMs[slot] = nowMs - (this.#startMs[slot] ?? nowMs)
    this.#mailbox.fd[slot] = -1
    this.#generation[slot] = ((this.#generation[slot] ?? 0) + 1) >>> 0
    this.#mailbox.outcome(slot)
    this.#unannounced = true
  }

  #expire(nowMs: number): void {
    while (this.#deadlines.nextMs <= nowMs) {
      const due = this.#deadlines.take()
      if (!due || this.#generation[due.slot] !== due.generation) continue
      const fd = this.#mailbox.fd[due.slot] ?? -1
      this.#slotOfFd.delete(fd)
      this.#mailbox.synFate[due.slot] = SYN_FATES.indexOf(synFate(this.#readTcpInfo(fd)))
      this.#sockets.reset(fd)
      this.#finish(due.slot, OUTCOME.timeout, nowMs)
    }
    this.#lingering.expire(nowMs)
  }

  #announce(): void {
    if (this.#unannounced && this.#mailbox.tell()) this.#tell()
    this.#unannounced = false
  }

  #sleepMs(): number {
    const untilMs = Math.min(this.#deadlines.nextMs, this.#lingering.nextMs) - performance.now()
    // epoll_wait(2) takes whole milliseconds and may wake a little early.
    return Math.max(0, Math.min(Math.ceil(untilMs), LONGEST_SLEEP_MS))
  }

  #close(): void {
    for (const fd of this.#slotOfFd.keys()) this.#sockets.reset(fd)
    this.#lingering.closeAll()
  }
}
