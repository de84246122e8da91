import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import type { Clock } from '../../core/clock.js'
import { classifySystemFailure } from '../../core/failure/classify.js'
import type { FailureReason } from '../../core/failure/failure.js'
import { type IpAddress, zoneOf } from '../../core/target/ip-address.js'
import type { CloseMode, Engine, EngineName, KeptConnection } from '../../engine/engine.js'
import { connectAvoidingSelf, type GuardedOutcome } from '../../engine/self-connect.js'
import type { AllowedAddress } from '../../policy/allowed-address.js'
import type { Subject } from '../../policy/rules/rule.js'
import type { CheckWatcher } from '../check-watcher.js'
import type { ConversationResult, Converse } from '../conversation/conversation.js'
import type { EventLoopYielder } from '../event-loop-yielder.js'
import { type Guards, permit } from './permission.js'

/** What came of one address in one attempt; `reason` says why not, where it did not connect. */
export interface AddressOutcome {
  readonly address: IpAddress
  readonly connectMs: number
  readonly selfConnects: number
  /** Which engine made the connect; absent where none came to it. */
  readonly engine?: EngineName
  readonly connection?: {
    readonly sourceAddress: string
    readonly sourcePort: number
    readonly synRetransmits: number | undefined
    /** The kernel's own round trip, where it is known. */
    readonly kernelMs?: number | undefined
  }
  /** What was proven on the connection, where that was asked for. */
  readonly conversation?: ConversationResult
  readonly reason?: FailureReason
}

/** It stands, and all that was to be proven on it is. */
export function isConnected({ connection, reason }: AddressOutcome): boolean {
  return connection !== undefined && reason === undefined
}

interface ConnectAddressOptions extends Guards {
  readonly engine: Engine
  readonly clock: Clock
  /** What the policy is told beyond address and port. */
  readonly subject: Subject
  readonly port: number
  readonly sourcePort: number | undefined
  readonly close: CloseMode | undefined
  /** Proves on the connection what is asked for; `undefined` for nothing more than that it stands. */
  readonly converse: Converse | undefined
  readonly yielder: EventLoopYielder
  /** Waits for the connect's turn; false when the signal aborted first. Absent where connects need none. */
  readonly turn?:
    | ((address: IpAddress, signal: AbortSignal | undefined) => Promise<boolean>)
    | undefined
  readonly watcher?: CheckWatcher | undefined
}

/** What is each connect's own. */
interface ConnectBounds {
  /** Begins when the connect's turn has come. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * Asks the policy, waits for its turn, then connects with exactly the address that was let through.
 *
 * @throws what the policy throws
 */
export function connectAddress(
  address: IpAddress,
  options: ConnectAddressOptions,
  bounds: ConnectBounds,
): Promise<AddressOutcome> {
  const { port, sourcePort, turn } = options
  const refused = (reason: FailureReason) =>
    Promise.resolve({ address, connectMs: 0, selfConnects: 0, reason })

  const permission = permit(address, port, options.subject, options)
  if ('deniedBy' in permission) {
    return refused({ failure: 'denied_by_policy', cause: permission.deniedBy })
  }
  const zone = zoneOf(address)
  if (zone !== undefined && !hasInterface(zone)) {
    // What if_nametoindex(3) says; libuv would dial the address without its interface.
    const system = { code: 'ENODEV', syscall: 'if_nametoindex', text: `no such interface: ${zone}` }
    return refused(classifySystemFailure(system, sourcePort))
  }
  const connect = () => connectAllowed(address, permission.address, options, bounds)
  if (!turn) return connect()
  return turn(address, bounds.signal).then((granted) =>
    granted ? connect() : refused({ failure: 'cancelled' }),
  )
}

/** From here on down outcomes come by callback (`Engine.connect`). */
function connectAllowed(
  address: IpAddress,
  allowed: AllowedAddress,
  options: ConnectAddressOptions,
  bounds: ConnectBounds,
): Promise<AddressOutcome> {
  const { clock, engine, port, sourcePort, close, converse } = options
  options.watcher?.onConnect(address)
  const keep = converse !== undefined
  const { timeoutMs, signal } = bounds
  const request = { address: allowed, port, sourcePort, timeoutMs, close, keep, signal }
  const until = { clock, endMs: clock.monotonicMs() + timeoutMs }
  return new Promise((resolve) => {
    connectAvoidingSelf(engine, request, until, (outcome, selfConnects) => {
      const { connectMs, engine: by } = outcome
      if (outcome.kind !== 'connected') {
        const reason = reasonOf(outcome, sourcePort)
        resolve({ address, connectMs, selfConnects, engine: by, reason })
      } else if (outcome.misdirected) {
        const reason: FailureReason = { failure: 'denied_by_policy', cause: MISDIRECTED }
        resolve({ address, connectMs, selfConnects, engine: by, reason })
      } else {
        const { sourceAddress, sourcePort, synRetransmits, kernelMs } = outcome
        const connection = { sourceAddress, sourcePort, synRetransmits, kernelMs }
        const connected = { address, connectMs, selfConnects, engine: by, connection }
        resolve(converse ? talk(connected, outcome.kept, converse, options, bounds) : connected)
      }
    })
  })
}

/** Something of this machine, such as a socket filter of its own, led it elsewhere. */
const MISDIRECTED = 'the connection went to another address than the one that was allowed'

/** Where proof was asked for, a connection without it is none. */
async function talk(
  connected: AddressOutcome,
  kept: KeptConnection | undefined,
  converse: Converse,
  { clock, yielder }: ConnectAddressOptions,
  { timeoutMs, signal }: ConnectBounds,
): Promise<AddressOutcome> {
  const text = 'the engine cannot keep a connection'
  if (!kept) return { ...connected, reason: { failure: 'unknown', text } }
  const leftMs = Math.max(0, timeoutMs - connected.connectMs)
  const conversation = await converse(kept, { clock, timeoutMs: leftMs, signal, yielder })
  const { reason } = conversation
  return { ...connected, conversation, ...(reason ? { reason } : {}) }
}

function reasonOf(
  outcome: Exclude<GuardedOutcome, { kind: 'connected' }>,
  sourcePort: number | undefined,
): FailureReason {
  switch (outcome.kind) {
    case 'failed':
      return classifySystemFailure(outcome.system, sourcePort)
    case 'self_connected':
      return { failure: 'refused', cause: 'self_connect' }
    case 'timeout':
      return outcome.local
        ? { failure: 'timeout', cause: outcome.local, fault: 'local' }
        : { failure: 'timeout' }
    case 'aborted':
      return { failure: 'cancelled' }
    default:
      return outcome satisfies never
  }
}

/** Interfaces without an address are missing from Node's list, so Linux is asked itself. */
function hasInterface(zone: string): boolean {
  if (/^\d+$/.test(zone)) return true
  if (process.platform === 'linux') return existsSync(`/sys/class/net/${zone}`)
  return zone in networkInterfaces()
}
