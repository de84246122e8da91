import { connect as openSocket, type Socket } from 'node:net'
import { getSystemErrorMap } from 'node:util'
import type { SystemFailure } from '../../core/classify.js'
import { type Clock, systemClock } from '../../core/clock.js'
import { type IpAddress, parseIpAddress, withoutZone } from '../../core/ip-address.js'
import { type ChooseCloseMode, createCloseModeChooser } from '../close-mode.js'
import type { ConnectOutcome, ConnectRequest, Engine, Handshake, Settle } from '../engine.js'
import { openTcpInfo, type TcpInfo } from '../native/tcp-info.js'
import { hasSourceAddress } from '../source-address.js'
import { PoliteClose } from './polite-close.js'
import { estimateSynRetransmits, readSynLinearTimeouts } from './syn-retransmits.js'

export interface NodeEngineOptions {
  /** @default the system's clock */
  readonly clock?: Clock
  /** @default counts this engine's own connections */
  readonly chooseCloseMode?: ChooseCloseMode
}

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
  // Loaded when the first connection stands, so that a single check does not start later for it.
  const readTcpInfo = once(openTcpInfo)
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
    const { address, port, sourcePort, keep = false, signal } = request
    const startMs = clock.monotonicMs()
    const elapsedMs = () => clock.monotonicMs() - startMs
    if (signal?.aborted) {
      settleWith({ kind: 'aborted', connectMs: 0, engine: 'node' })
      return
    }
    // A crowd may take every descriptor, and loading needs some.
    if (underWay++ > 0) readTcpInfo()

    let settled = false
    let returned = false
    const settle = (handshake: Handshake): void => {
      const outcome: ConnectOutcome = { ...handshake, engine: 'node' }
      settled = true
      underWay--
      cancelTimer()
      signal?.removeEventListener('abort', onAbort)
      if (outcome.kind === 'aborted' && sourcePort !== undefined) {
        void politeClose.abandon(socket).then(() => settleWith(outcome))
        return
      }
      if (outcome.kind !== 'connected') socket.destroy()
      settleWith(outcome)
    }
    const onAbort = () => settle({ kind: 'aborted', connectMs: elapsedMs() })
    // A stalled loop fires the timer before it looks at the sockets: what they have to say goes first.
    const onDeadline = () =>
      setImmediate(() => {
        if (!settled) settle({ kind: 'timeout', connectMs: elapsedMs() })
      })

    const socket = openSocket({
      host: address.text,
      port,
      family: address.family,
      autoSelectFamily: false,
      ...(keep ? {} : { onread }),
      ...(sourcePort === undefined ? {} : { localPort: sourcePort }),
    })
    const cancelTimer = clock.setTimer(request.timeoutMs, onDeadline)
    signal?.addEventListener('abort', onAbort)
    setImmediate(() => {
      returned = true
    })
    // Stays for the socket's whole life: an error after the verdict changes nothing and must not crash anything.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (settled) return
      const connectMs = elapsedMs()
      settle({ kind: 'failed', connectMs, system: systemFailure(error, request, returned) })
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
        ...kernelsAccount(readTcpInfo()?.(descriptorOf(socket)), connectMs),
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
  { address }: ConnectRequest,
  returned: boolean,
): SystemFailure {
  const code = error.code ?? 'UNKNOWN'
  const text = getSystemErrorMap().get(error.errno ?? 0)?.[1] ?? error.message
  const noSourceAddress =
    code === 'EADDRNOTAVAIL' && !hasSourceAddress(address.family, address.text)
  return {
    code,
    syscall: error.syscall ?? 'connect',
    text,
    noSourceAddress,
    fromNetwork: returned,
  }
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
