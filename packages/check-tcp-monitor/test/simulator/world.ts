import type { Engine, Resolver } from 'check-tcp'
import type { Clock } from '../../src/core/time/clock.js'
import type { Draws } from './draws.js'
import { type Fault, type FaultKind, TARGET_FAULTS } from './faults.js'

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
  /** Its port is to be closed, and says nothing or refuses while it is. */
  readonly shut?: 'silent' | 'refusing'
}

/** The network, its name service and the prober's machine, all with the faults of the plan. */
export class World {
  readonly #clock: Clock
  readonly #draws: Draws
  /** By port; several ports may have one address. */
  readonly #hosts: ReadonlyMap<number, SimulatedHost>
  readonly #faults: Fault[] = []
  /** It is asked for every connect. */
  readonly #byKind = new Map<FaultKind, Fault[]>()
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
    this.#hosts = new Map(hosts.map((host) => [1_000 + host.index, host]))
    for (const fault of faults) this.add(fault)
  }

  /** A fault that was not in the plan. @returns takes it back */
  add(fault: Fault): () => void {
    const same = this.#byKind.get(fault.kind) ?? []
    this.#byKind.set(fault.kind, same)
    const lists = [this.#faults, same]
    for (const list of lists) list.push(fault)
    return () => {
      for (const list of lists) list.splice(list.indexOf(fault), 1)
    }
  }

  /** Whether a fault holds at a time; now, if none is given. */
  has(kind: FaultKind, target?: number, at = this.#clock.monotonicMs()): boolean {
    const faults = this.#byKind.get(kind)
    return (
      faults?.some(
        (fault) =>
          fault.from <= at &&
          at < fault.until &&
          (fault.target === undefined || fault.target === target),
      ) ?? false
    )
  }

  /** Whether the target itself was out at some time in a window. */
  wasOut(host: SimulatedHost, from: number, until: number): boolean {
    return this.#faults.some(
      (fault) => this.#isOutage(fault, host) && fault.from < until && from < fault.until,
    )
  }

  /** Whether the target itself was out during all of a window. */
  wasOutThroughout(host: SimulatedHost, from: number, until: number): boolean {
    return this.#faults.some(
      (fault) => this.#isOutage(fault, host) && fault.from <= from && until <= fault.until,
    )
  }

  /** Whether anything but target faults touched the window. */
  wasDisturbed(from: number, until: number, target: number): boolean {
    return this.#faults.some(
      (fault) =>
        !isOfTarget(fault.kind) &&
        fault.kind !== 'notifier_dead' &&
        (fault.target === undefined || fault.target === target) &&
        fault.from < until &&
        from <= fault.until,
    )
  }

  /** Whether anything of its own, or of what it stands on, touched a host in a window. */
  wasShaken(host: SimulatedHost, from: number, until: number): boolean {
    return this.#faults.some(
      (fault) =>
        (this.#isOutage(fault, host) || fault.target === host.index) &&
        fault.from < until &&
        from < fault.until,
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
    const host = this.#hosts.get(request.port)
    if (host?.address !== request.address.text)
      throw new RangeError(`nobody has the address ${request.address.text}`)
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
      (this.has('flapping', index) && this.#draws.chance(0.5)) ||
      (host.shut === 'silent' && !this.has('opened', index))
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
    const shut = host.shut === 'refusing' && !this.has('opened', index)
    if (shut || this.has('refused', index) || this.#servicesDown(host)) {
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

  /** All services of its machine are stopped, and the machine refuses. */
  #servicesDown({ address }: SimulatedHost): boolean {
    const faults = this.#byKind.get('services') ?? []
    const now = this.#clock.monotonicMs()
    return faults.some(
      ({ from, until, target = -1 }) =>
        from <= now && now < until && this.#hosts.get(1_000 + target)?.address === address,
    )
  }

  #isOutage(fault: Fault, host: SimulatedHost): boolean {
    if (host.shut) return fault.kind === 'opened' && fault.target === host.index
    switch (fault.kind) {
      case 'switch':
        return host.behindSwitch
      case 'services':
        return this.#hosts.get(1_000 + (fault.target ?? -1))?.address === host.address
      case 'refused':
      case 'silent':
        return fault.target === host.index
      default:
        return false
    }
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

function isOfTarget(kind: FaultKind): boolean {
  return TARGET_FAULTS.some((each) => each === kind)
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
