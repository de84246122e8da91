import type { Socket, SocketConstructorOpts } from 'node:net'
import { getSystemErrorMap } from 'node:util'
import { onAbort } from '../../core/abort.js'
import { type Clock, systemClock } from '../../core/clock.js'
import type { LocalCause, SystemFailure } from '../../core/failure/classify.js'
import { type IpAddress, parseIpAddress, withoutZone } from '../../core/target/ip-address.js'
import { type ChooseCloseMode, createCloseModeChooser } from '../close-mode.js'
import type { ConnectOutcome, ConnectRequest, Engine, Handshake, Settle } from '../engine.js'
import { type KernelView, openKernelView } from '../native/kernel/kernel-view.js'
import type { TcpInfo } from '../native/kernel/tcp-info.js'
import { isOwnAddress } from '../own-addresses.js'
import { hasSourceAddress } from '../source-address.js'
import { PoliteClose } from './polite-close.js'
import { ProbeSocket } from './probe-socket.js'
import { estimateSynRetransmits, readSynLinearTimeouts } from './syn-retransmits.js'

interface NodeEngineOptions {
  /** @default the system's clock */
  readonly clock?: Clock
  /** @default counts this engine's own connections */
  readonly chooseCloseMode?: ChooseCloseMode
}

/**
 * An IPv6 connect that is still under way by then is worth the loading of what keeps its ICMP error, and what this machine
 * itself answers comes later: Linux passes over the answer to the first SYN, which comes inside of connect(2).
 */
const KEEP_ICMP_AFTER_MS = 300

/**
 * The engine that runs everywhere: `node:net`, one literal address a socket, without Node's own look-ups and races
 * (`autoSelectFamily` would give up each address after 250 ms, nodejs/node#54359).
 */
export function createNodeEngine({
  clock = systemClock,
  chooseCloseMode = createCloseModeChooser(clock),
}: NodeEngineOptions = {}): Engine {
  const politeClose = new PoliteClose(clock)
  const linearTimeouts = once(readSynLinearTimeouts)
  // Loaded when the first connection stands or fails, so that a single check does not start later for it.
  const kernelView = once(openKernelView)
  let underWay = 0
  // What services say is read away into one buffer that nobody looks at.
  const discarded = Buffer.allocUnsafe(64 * 1_024)
  const onread = { buffer: discarded, callback: () => true }

  /** What the kernel says of the handshake; where it cannot be asked, what the duration lets one guess. */
  function kernelsAccount(info: TcpInfo | undefined, connectMs: number) {
    if (!info) return { synRetransmits: estimateSynRetransmits(connectMs, linearTimeouts()) }
    const measured = info.rttUs > 0 && info.retransmits === 0
    return {
      synRetransmits: info.retransmits,
      ...(measured ? { kernelMs: info.rttUs / 1_000 } : {}),
    }
  }

  function connect(request: ConnectRequest, settleWith: Settle): void {
    const { address, port, sourcePort, sourceAddress, keep = false, signal } = request
    const startMs = clock.monotonicMs()
    const elapsedMs = () => clock.monotonicMs() - startMs
    if (signal?.aborted) {
      settleWith({ kind: 'aborted', connectMs: 0, engine: 'node' })
      return
    }
    // A crowd may take every descriptor, and loading needs some.
    if (underWay++ > 0) kernelView()

    let settled = false
    let returned = false
    const settle = (handshake: Handshake): void => {
      const outcome: ConnectOutcome = { ...handshake, engine: 'node' }
      settled = true
      underWay--
      cancelTimer()
      cancelKeeping?.()
      takeBack()
      if (outcome.kind === 'aborted' && sourcePort !== undefined) {
        void politeClose.abandon(socket).then(() => settleWith(outcome))
        return
      }
      if (outcome.kind !== 'connected') socket.destroy()
      settleWith(outcome)
    }
    // A stalled loop fires the timer before it looks at the sockets: their outcome comes first.
    const onDeadline = () =>
      setImmediate(() => {
        if (settled) return
        const connectMs = elapsedMs()
        const local = causeOfSilence(kernelView(), socket, request)
        settle({ kind: 'timeout', connectMs, local })
      })

    // Node's types know `onread` only where a socket is made and connected at once.
    const socket = new ProbeSocket(keep ? {} : ({ onread } as SocketConstructorOpts))
    socket.connect({
      host: address.text,
      port,
      family: address.family,
      autoSelectFamily: false,
      ...(sourcePort === undefined ? {} : { localPort: sourcePort }),
      ...(sourceAddress === undefined ? {} : { localAddress: sourceAddress }),
    })
    let failure: SystemFailure | undefined
    socket.onFailure = (error: NodeJS.ErrnoException) => {
      if (!settled) failure = systemFailure(error, request, returned, socket, kernelView)
    }
    const cancelKeeping =
      address.family === 6
        ? clock.setTimer(KEEP_ICMP_AFTER_MS, () =>
            kernelView()?.keepIcmpErrors(descriptorOf(socket)),
          )
        : undefined
    const cancelTimer = clock.setTimer(request.timeoutMs, onDeadline)
    const takeBack = onAbort(signal, () => settle({ kind: 'aborted', connectMs: elapsedMs() }))
    // Node calls connect(2) in the tick before this one.
    process.nextTick(() => {
      returned = true
    })
    // Stays for the socket's whole life: an error after the verdict changes nothing and must not crash anything.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (settled) return
      const connectMs = elapsedMs()
      const system = failure ?? systemFailure(error, request, returned, socket, kernelView)
      settle({ kind: 'failed', connectMs, system })
      if (error.code === 'EMFILE' || error.code === 'ENFILE') politeClose.makeRoom()
    })
    socket.once('connect', () => {
      const connectMs = elapsedMs()
      if (settled) return
      const selfConnected =
        socket.localPort === port && socket.localAddress === socket.remoteAddress
      const misdirected = !isPeer(socket, address)
      const isUseless = selfConnected || misdirected
      const close = () => politeClose.close(socket, isUseless ? 'rst' : chooseCloseMode(request))
      const kept = keep && !isUseless
      settle({
        kind: 'connected',
        connectMs,
        sourceAddress: socket.localAddress ?? '',
        sourcePort: socket.localPort ?? 0,
        ...kernelsAccount(kernelView()?.readTcpInfo(descriptorOf(socket)), connectMs),
        selfConnected,
        ...(misdirected ? { misdirected } : {}),
        ...(kept ? { kept: { socket, close } } : {}),
      })
      if (!kept) close()
    })
  }

  return { name: 'node', connect, close: () => politeClose.drained() }
}

/** A peer that has gone already is not asked about any more. */
function isPeer({ remoteAddress }: Socket, asked: IpAddress): boolean {
  const peer = remoteAddress === undefined ? undefined : parseIpAddress(remoteAddress)
  return !peer || withoutZone(peer.text) === withoutZone(asked.text)
}

function systemFailure(
  error: NodeJS.ErrnoException,
  { address, port }: ConnectRequest,
  fromNetwork: boolean,
  socket: Socket,
  kernelView: () => KernelView | undefined,
): SystemFailure {
  const code = error.code ?? 'UNKNOWN'
  const text = getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message
  const noSourceAddress =
    code === 'EADDRNOTAVAIL' && !hasSourceAddress(address.family, address.text)
  const mayBeOwn = fromNetwork && OF_ICMP.has(code) && !isOwnAddress(address)
  const fd = descriptorOf(socket)
  const local = mayBeOwn
    ? kernelView()?.causeOfFailure(fd, address, code)
    : code === 'EINVAL'
      ? kernelView()?.causeAtOnce(address, port, code)
      : undefined
  return { code, syscall: error.syscall ?? 'connect', text, noSourceAddress, fromNetwork, local }
}

/** What an ICMP error can become, which may be one of this machine's own. */
const OF_ICMP = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOPROTOOPT', 'EACCES'])

function causeOfSilence(
  kernelView: KernelView | undefined,
  socket: Socket,
  { address }: ConnectRequest,
): LocalCause | undefined {
  return kernelView?.causeOfSilence(descriptorOf(socket), address)
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** The descriptor of a socket, which libuv's handle shows on every system but Windows; -1 where there is none. */
function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as Socket & { _handle?: { fd?: number } | null }
  return handle?.fd ?? -1
}
