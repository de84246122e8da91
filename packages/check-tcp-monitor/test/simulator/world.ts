import type { Engine, Resolver } from 'check-tcp'
import type { Clock } from '../../src/core/clock.js'
import type { Draws } from './draws.js'
import type { Fault, FaultKind } from './faults.js'

type ConnectRequest = Parameters<Engine['connect']>[0]
type Settle = Parameters<Engine['connect']>[1]
type Lookup = ReturnType<Resolver['lookup']>

/** A host of the simulated network. */
export interface SimulatedHost {
  readonly index: number
  readonly address: string
  /** Behind the switch that can fail. */
  readonly behindSwitch: boolean
  readonly roundTripMs: number
}

/** The network, its name service and the prober's machine, all with the faults of the plan. */
export class World {
  readonly #clock: Clock
  readonly #draws: Draws
  readonly #hosts: ReadonlyMap<string, SimulatedHost>
  readonly #faults: readonly Fault[]
  /** Connects begun, by time and port (which is the target's index). */
  readonly connects: { readonly at: number; readonly port: number }[] = []

  constructor(
    clock: Clock,
    draws: Draws,
    hosts: readonly SimulatedHost[],
    faults: readonly Fault[],
  ) {
    this.#clock = clock
    this.#draws = draws
    this.#hosts = new Map(hosts.map((host) => [host.address, host]))
    this.#faults = faults
  }

  /** Whether a fault holds at a time; now, if none is given. */
  has(kind: FaultKind, target?: number, at = this.#clock.monotonicMs()): boolean {
    return this.#faults.some(
      (fault) =>
        fault.kind === kind &&
        fault.from <= at &&
        at < fault.until &&
        (fault.target === undefined || fault.target === target),
    )
  }

  /** Whether the target itself was out at some time in a window. */
  wasOut(host: SimulatedHost, from: number, until: number): boolean {
    return this.#faults.some(
      (fault) => isOutage(fault, host) && fault.from < until && from < fault.until,
    )
  }

  /** Whether the target itself was out during all of a window. */
  wasOutThroughout(host: SimulatedHost, from: number, until: number): boolean {
    return this.#faults.some(
      (fault) => isOutage(fault, host) && fault.from <= from && until <= fault.until,
    )
  }

  /** Whether anything but target faults touched the window. */
  wasDisturbed(from: number, until: number, target: number): boolean {
    return this.#faults.some(
      (fault) =>
        !['refused', 'silent', 'switch', 'notifier_dead'].includes(fault.kind) &&
        (fault.target === undefined || fault.target === target) &&
        fault.from < until &&
        from <= fault.until,
    )
  }

  readonly engine: Engine = {
    name: 'node',
    close: async () => {},
    connect: (request, settle) => this.#connect(request, settle),
  }

  readonly resolver: Resolver = {
    lookup: (name, families, signal) => this.#lookup(name, families, signal),
  }

  #connect(request: ConnectRequest, settle: Settle): void {
    const host = this.#hosts.get(request.address.text)
    if (!host) throw new RangeError(`nobody has the address ${request.address.text}`)
    this.connects.push({ at: this.#clock.monotonicMs(), port: request.port })
    const began = this.#clock.monotonicMs()
    const elapsed = () => this.#clock.monotonicMs() - began
    const failed = (code: string, syscall: string, fromNetwork: boolean) =>
      settle({
        kind: 'failed',
        engine: 'node',
        connectMs: elapsed(),
        system: { code, syscall, fromNetwork },
      })
    if (this.has('descriptors')) {
      failed('EMFILE', 'socket', false)
      return
    }
    if (this.has('ports')) {
      failed('EADDRNOTAVAIL', 'connect', false)
      return
    }
    if (this.has('uplink_unreachable')) {
      failed('ENETUNREACH', 'connect', false)
      return
    }

    const done = once(request.signal, (cancel) => {
      cancel()
      settle({ kind: 'aborted', engine: 'node', connectMs: elapsed() })
    })
    const after = (ms: number, what: () => void) =>
      done.arm(this.#clock.setTimer(ms, () => done.end(what)))
    const { index } = host
    const silent =
      this.has('uplink_silent') ||
      this.has('silent', index) ||
      (this.has('switch') && host.behindSwitch) ||
      (this.has('flapping', index) && this.#draws.chance(0.5))
    const lost = this.has('lossy', index) && this.#draws.chance(0.3) ? 1 : 0
    const trip =
      host.roundTripMs * (0.9 + 0.2 * this.#draws.next()) * (this.has('slow', index) ? 30 : 1)
    const answerMs = trip + lost * 1_000
    if (silent || answerMs >= request.timeoutMs) {
      after(request.timeoutMs, () =>
        settle({ kind: 'timeout', engine: 'node', connectMs: elapsed() }),
      )
      return
    }
    if (this.has('refused', index)) {
      after(answerMs, () => failed('ECONNREFUSED', 'connect', true))
      return
    }
    after(answerMs, () =>
      settle({
        kind: 'connected',
        engine: 'node',
        connectMs: answerMs,
        ...(lost ? {} : { kernelMs: trip }),
        sourceAddress: '192.0.2.1',
        sourcePort: 40_000,
        synRetransmits: lost,
        selfConnected: false,
      }),
    )
  }

  #lookup(name: string, _families: readonly (4 | 6)[], signal: AbortSignal): Lookup {
    const silent = this.has('dns_silent') || this.has('uplink_silent')
    const failing = this.has('dns_failing') || this.has('uplink_unreachable')
    const address = addressOfName(name)
    return {
      answer: (family) => {
        if (failing) {
          return Promise.resolve({ kind: 'failed', code: 'ESERVFAIL', cause: 'server_failure' })
        }
        if (silent) {
          return new Promise((resolve) => {
            signal.addEventListener('abort', () =>
              resolve({ kind: 'failed', code: 'ETIMEOUT', cause: 'name_server_silent' }),
            )
          })
        }
        return Promise.resolve(
          family === 4
            ? { kind: 'addresses', addresses: [{ text: address, family: 4 }] }
            : { kind: 'none', code: 'ENODATA' },
        )
      },
    }
  }
}

/** The address of the host of an index (RFC 5737, and RFC 1918 where those run out). */
export function addressOf(index: number): string {
  return index < 256 ? `198.51.100.${index}` : `10.0.${index >> 8}.${index & 255}`
}

/** `h7.example.com` (RFC 2606) has the address of the host 7. */
function addressOfName(name: string): string {
  return addressOf(Number(/^h(\d+)\./.exec(name)?.[1] ?? 255))
}

function isOutage(fault: Fault, host: SimulatedHost): boolean {
  if (fault.kind === 'switch') return host.behindSwitch
  return (fault.kind === 'refused' || fault.kind === 'silent') && fault.target === host.index
}

/** Ends exactly once: by its own timer, or by the signal. */
function once(signal: AbortSignal | undefined, aborted: (cancel: () => void) => void) {
  let over = false
  let cancel = () => {}
  const onAbort = () => {
    if (over) return
    over = true
    aborted(cancel)
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  return {
    arm: (how: () => void) => {
      cancel = how
      if (signal?.aborted) onAbort()
    },
    end: (what: () => void) => {
      if (over) return
      over = true
      signal?.removeEventListener('abort', onAbort)
      what()
    },
  }
}
