import { type Clock, systemClock } from '../../core/clock.js'
import type { SystemFailure } from '../../core/failure/classify.js'
import { type ChooseCloseMode, createCloseModeChooser } from '../close-mode.js'
import type { ConnectOutcome, ConnectRequest, Engine, Settle } from '../engine.js'
import { loadFfi } from './kernel/ffi.js'
import { scopeIdOf } from './kernel/scope-id.js'
import { writeAddress } from './kernel/sockaddr.js'
import { openSyscalls, type Syscalls } from './kernel/syscalls.js'
import { ADDRESS_SIZE, Mailbox, SLOTS } from './mailbox.js'
import { deathOf, type LeftOpen, NativeWorker, type WorkerDeath } from './native-worker.js'
import { openDescriptors } from './open-descriptors.js'
import { readOutcome } from './read-outcome.js'
import { SharedAborts } from './shared-aborts.js'
import { SlotQueue } from './slot-queue.js'

interface NativeEngineOptions {
  /** @default the system's clock */
  readonly clock?: Clock
  /** @default counts this engine's own connections */
  readonly chooseCloseMode?: ChooseCloseMode
  /** The built worker. @default the one beside this file */
  readonly workerFile?: URL
}

type NativeEngineAvailability =
  | { readonly engine: NativeEngine }
  /** Why it is not available here. */
  | { readonly because: string }

/** Makes the native engine, where this system and an optional dependency allow it. */
export function openNativeEngine(options: NativeEngineOptions = {}): NativeEngineAvailability {
  const loaded = loadFfi()
  if (!('ffi' in loaded)) return loaded
  return { engine: new NativeEngine(openSyscalls(loaded.ffi), options) }
}

/** Outcomes handed out in one turn of the event loop: a whole check costs some 50 µs, and timers want their turn. */
const MAX_A_TURN = 64

interface UnderWay {
  readonly request: ConnectRequest
  readonly settle: Settle
  /** Among those that follow the same signal. */
  place: number | undefined
  /** Where it stands in the mailbox; none while it waits for a slot. */
  slot: number | undefined
}

/** Its time was over before one of the slots was free. */
const CROWDED_OUT: SystemFailure = {
  code: 'EAGAIN',
  syscall: 'socket',
  text: `more than ${SLOTS} connects at once in one engine`,
}

const ABORTED: ConnectOutcome = { kind: 'aborted', connectMs: 0, engine: 'native' }

/**
 * The engine that is as fast as the kernel: a thread of its own does the connects with ordinary system calls and epoll(7),
 * so that no work of the program delays a handshake or its time stamp.
 */
class NativeEngine implements Engine {
  readonly name = 'native'
  readonly #syscalls: Syscalls
  readonly #workerFile: URL
  readonly #chooseCloseMode: ChooseCloseMode
  readonly #underWay: (UnderWay | undefined)[] = []
  readonly #aborts = new SharedAborts<UnderWay>((underWay) => this.#takeBack(underWay))
  readonly #waiting: SlotQueue<UnderWay>
  #freeSlots: number[] = []
  #mailbox = new Mailbox()
  #worker: NativeWorker | undefined
  #onParked: (() => void)[] = []
  #cannotStart = false
  #taking: NodeJS.Immediate | undefined

  constructor(
    syscalls: Syscalls,
    { clock = systemClock, chooseCloseMode, workerFile }: NativeEngineOptions,
  ) {
    this.#syscalls = syscalls
    this.#workerFile = workerFile ?? builtWorker()
    this.#chooseCloseMode = chooseCloseMode ?? createCloseModeChooser(clock)
    this.#freeSlots = allSlots()
    this.#waiting = new SlotQueue(clock, (underWay) => {
      this.#settle(underWay, {
        kind: 'failed',
        engine: 'native',
        connectMs: 0,
        system: CROWDED_OUT,
      })
    })
  }

  connect(request: ConnectRequest, settle: Settle): void {
    const { signal } = request
    if (signal?.aborted) {
      settle(ABORTED)
      return
    }
    const slot = this.#freeSlots.pop()
    const underWay: UnderWay = { request, settle, place: undefined, slot: undefined }
    if (signal) this.#aborts.add(signal, underWay)
    if (slot === undefined) this.#waiting.add(underWay)
    else this.#submit(slot, underWay, request.timeoutMs)
  }

  #settle(underWay: UnderWay, outcome: ConnectOutcome): void {
    const { signal } = underWay.request
    if (signal) this.#aborts.remove(signal, underWay)
    underWay.settle(outcome)
  }

  /** Starts the thread ahead of the first connect. */
  start(): void {
    this.#worker ??= this.#startWorker()
  }

  async close(): Promise<void> {
    if (this.#worker) {
      this.#mailbox.hurry()
      this.#worker.wake()
    }
    const worker = await this.#parkedWorker()
    if (!worker) return
    this.#worker = undefined
    this.#mailbox = new Mailbox()
    this.#freeSlots = allSlots()
    await worker.end()
  }

  /** The worker once it has nothing left to do, with every outcome taken; `undefined` where there is none. */
  async #parkedWorker(): Promise<NativeWorker | undefined> {
    for (;;) {
      if (!this.#worker) return undefined
      this.#takeOutcomes()
      if (this.#worker.isParked) return this.#worker
      // A late wake may set a parked worker running again for a moment, when nothing else keeps the process alive.
      this.#worker.hold()
      await new Promise<void>((resolve) => this.#onParked.push(resolve))
    }
  }

  /** Gives a slot that is free to the first who waits and has time left, or keeps it. */
  #free(slot: number): void {
    const next = this.#waiting.next()
    if (next) this.#submit(slot, next.one, next.leftMs)
    else this.#freeSlots.push(slot)
  }

  #submit(slot: number, underWay: UnderWay, timeoutMs: number): void {
    const { address, port, sourcePort, sourceAddress } = underWay.request
    const mailbox = this.#mailbox
    this.#underWay[slot] = underWay
    underWay.slot = slot
    mailbox.family[slot] = address.family
    writeAddress(address.text, address.family, mailbox.addresses, slot * ADDRESS_SIZE)
    mailbox.scopeId[slot] = scopeIdOf(address)
    mailbox.port[slot] = port
    mailbox.sourcePort[slot] = sourcePort ?? 0
    if (sourcePort !== undefined) {
      const source = sourceAddress ?? (address.family === 4 ? '0.0.0.0' : '::')
      writeAddress(source, address.family, mailbox.otherAddresses, slot * ADDRESS_SIZE)
    }
    mailbox.timeoutMs[slot] = timeoutMs
    mailbox.reset[slot] = this.#chooseCloseMode(underWay.request) === 'rst' ? 1 : 0
    mailbox.request(slot)
    this.start()
    this.#worker?.wake()
  }

  #takeBack(underWay: UnderWay): void {
    if (this.#waiting.remove(underWay)) {
      this.#settle(underWay, ABORTED)
      return
    }
    const { slot } = underWay
    if (slot === undefined || this.#underWay[slot] !== underWay) return
    this.#mailbox.request(~slot)
    this.#worker?.wake()
  }

  #startWorker(): NativeWorker | undefined {
    if (this.#cannotStart) return undefined
    const descriptors = openDescriptors(this.#syscalls)
    if ('code' in descriptors) return this.#failToStart(descriptors)
    try {
      return new NativeWorker(this.#workerFile, this.#mailbox, this.#syscalls, descriptors, {
        onOutcomes: () => this.#takeOutcomesSoon(),
        onParked: () => {
          for (const resolve of this.#onParked.splice(0)) resolve()
        },
        onDeath: (death, left) => this.#noteDeath(death, left),
      })
    } catch (error) {
      this.#syscalls.close(descriptors.eventFd)
      this.#syscalls.close(descriptors.epfd)
      return this.#failToStart(deathOf(error))
    }
  }

  /** There is no room for a worker now: one failure for all who come in this turn. */
  #failToStart(death: WorkerDeath): undefined {
    this.#cannotStart = true
    queueMicrotask(() => {
      this.#cannotStart = false
      this.#noteDeath(death, [])
    })
  }

  /** In turns of the event loop: what callers do with an outcome takes far longer than to make one. */
  #takeOutcomesSoon(): void {
    this.#taking ??= setImmediate(() => {
      this.#taking = undefined
      if (!this.#takeOutcomes(MAX_A_TURN)) this.#takeOutcomesSoon()
    })
  }

  /** True when none is left. */
  #takeOutcomes(most = Number.POSITIVE_INFINITY): boolean {
    this.#mailbox.listen()
    for (let taken = 0; taken < most; taken++) {
      const slot = this.#mailbox.nextOutcome()
      if (slot === undefined) return true
      const underWay = this.#underWay[slot]
      this.#underWay[slot] = undefined
      const outcome = underWay && readOutcome(this.#mailbox, slot, underWay.request, this.#syscalls)
      this.#free(slot)
      if (outcome) this.#settle(underWay, outcome)
    }
    return false
  }

  /** A worker that died takes nothing with it: its connects fail as this machine's fault, the next one gets a new worker. */
  #noteDeath({ code, text }: WorkerDeath, left: LeftOpen): void {
    this.#takeOutcomes()
    const { fd: connecting, unwatched } = this.#mailbox
    const open = [...connecting, ...unwatched].filter((fd) => fd >= 0)
    for (const fd of new Set([...open, ...left])) this.#syscalls.close(fd)
    const lost = [...this.#underWay.filter((one) => one !== undefined), ...this.#waiting.clear()]
    this.#underWay.length = 0
    this.#worker = undefined
    this.#mailbox = new Mailbox()
    this.#freeSlots = allSlots()
    for (const resolve of this.#onParked.splice(0)) resolve()
    const system: SystemFailure = { code, syscall: 'worker', text }
    for (const one of lost) {
      this.#settle(one, { kind: 'failed', engine: 'native', connectMs: 0, system })
    }
  }
}

function allSlots(): number[] {
  return Array.from({ length: SLOTS }, (_, index) => SLOTS - 1 - index)
}

/** The worker beside this file, which the command's bundle names `.cjs`. */
function builtWorker(): URL {
  // Spelled out, since what is published is found by its name.
  const file = import.meta.url.endsWith('.cjs') ? './worker.cjs' : './worker.js'
  return new URL(file, import.meta.url)
}
