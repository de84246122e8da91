/** How many connects can be under way at once; more wait in the engine. */
export const SLOTS = 16_384

/** As many connections as end within the moment before they are looked at. */
const UNWATCHED = 1_024

/** Bytes that a slot has for an address. */
export const ADDRESS_SIZE = 16

/** How an outcome came about; the numbers cross between threads. */
export const OUTCOME = {
  connected: 1,
  selfConnected: 2,
  failed: 3,
  timeout: 4,
  aborted: 5,
  misdirected: 6,
} as const

/** What can fail a connect, by the number that crosses: a system call, or the answer that came after it. */
export const FAILING_CALLS = ['connect', 'bind', 'socket', 'answer'] as const

/** What became of the SYNs of a connect that nobody answered, by the number that crosses. */
export const SYN_FATES = [undefined, 'held', 'dropped'] as const

/** What the worker is doing, so that nobody wakes who is awake. */
export const WORKER = { running: 0, sleeping: 1, parked: 2 } as const

const HEADER = {
  requestTail: 0,
  requestHead: 1,
  outcomeTail: 2,
  outcomeHead: 3,
  worker: 4,
  told: 5,
  stop: 6,
  hurry: 7,
}
const HEADER_INTS = 16

/** A request that takes another one back is written as the complement of its slot. */
const RING = 4 * SLOTS

/**
 * Memory that the engine and its worker share: one record a slot for the request and its outcome, and two rings of slot
 * numbers, each written by one side and read by the other. A slot belongs to the worker from its request to its
 * outcome. Rings cannot overflow: each slot stands at most once in the outcomes, and at most twice (once taken back) in
 * the requests.
 */
export class Mailbox {
  readonly buffer: SharedArrayBuffer
  readonly #header: Int32Array
  readonly #requests: Int32Array
  readonly #outcomes: Int32Array
  /** Request: 4 or 6; close by RST; ports; scope of a link-local address; milliseconds to go. */
  readonly family: Uint8Array
  readonly reset: Uint8Array
  readonly port: Uint16Array
  readonly sourcePort: Uint16Array
  readonly scopeId: Uint32Array
  readonly timeoutMs: Float64Array
  /** The target addresses, 16 bytes a slot; an IPv4 address uses the first four. */
  readonly addresses: Uint8Array
  /** Outcome: kind, errno and the call it came from, milliseconds, the kernel's account, our end of the connection. */
  readonly kind: Uint8Array
  readonly errno: Int32Array
  readonly failingCall: Uint8Array
  readonly connectMs: Float64Array
  readonly rttUs: Uint32Array
  readonly retransmits: Uint32Array
  readonly localPort: Uint16Array
  /** Request with a source port: the address to bind. Outcome: our own ends' addresses; of a failure that an ICMP error brought, who sent that. */
  readonly otherAddresses: Uint8Array
  /** The ICMP error that ended a connect: 4 or 6, or 0 for none. */
  readonly icmpFamily: Uint8Array
  readonly icmpType: Uint8Array
  readonly icmpCode: Uint8Array
  readonly synFate: Uint8Array
  /** The descriptor while the connect is under way, else -1: for the cleaning up after a worker that died. */
  readonly fd: Int32Array
  /** Descriptors that are being closed and that no epoll set watches yet, else -1: likewise. */
  readonly unwatched: Int32Array

  constructor(buffer?: SharedArrayBuffer) {
    let offset = 0
    const take = (bytes: number): number => {
      const at = offset
      offset += Math.ceil(bytes / 8) * 8
      return at
    }
    const at = {
      header: take(HEADER_INTS * 4),
      requests: take(RING * 4),
      outcomes: take(RING * 4),
      timeoutMs: take(SLOTS * 8),
      connectMs: take(SLOTS * 8),
      scopeId: take(SLOTS * 4),
      errno: take(SLOTS * 4),
      rttUs: take(SLOTS * 4),
      retransmits: take(SLOTS * 4),
      fd: take(SLOTS * 4),
      unwatched: take(UNWATCHED * 4),
      port: take(SLOTS * 2),
      sourcePort: take(SLOTS * 2),
      localPort: take(SLOTS * 2),
      family: take(SLOTS),
      reset: take(SLOTS),
      kind: take(SLOTS),
      failingCall: take(SLOTS),
      icmpFamily: take(SLOTS),
      icmpType: take(SLOTS),
      icmpCode: take(SLOTS),
      synFate: take(SLOTS),
      address: take(SLOTS * 16),
      otherAddress: take(SLOTS * 16),
    }
    this.buffer = buffer ?? new SharedArrayBuffer(offset)
    const shared = this.buffer
    this.#header = new Int32Array(shared, at.header, HEADER_INTS)
    this.#requests = new Int32Array(shared, at.requests, RING)
    this.#outcomes = new Int32Array(shared, at.outcomes, RING)
    this.timeoutMs = new Float64Array(shared, at.timeoutMs, SLOTS)
    this.connectMs = new Float64Array(shared, at.connectMs, SLOTS)
    this.scopeId = new Uint32Array(shared, at.scopeId, SLOTS)
    this.errno = new Int32Array(shared, at.errno, SLOTS)
    this.rttUs = new Uint32Array(shared, at.rttUs, SLOTS)
    this.retransmits = new Uint32Array(shared, at.retransmits, SLOTS)
    this.fd = new Int32Array(shared, at.fd, SLOTS)
    this.unwatched = new Int32Array(shared, at.unwatched, UNWATCHED)
    this.port = new Uint16Array(shared, at.port, SLOTS)
    this.sourcePort = new Uint16Array(shared, at.sourcePort, SLOTS)
    this.localPort = new Uint16Array(shared, at.localPort, SLOTS)
    this.family = new Uint8Array(shared, at.family, SLOTS)
    this.reset = new Uint8Array(shared, at.reset, SLOTS)
    this.kind = new Uint8Array(shared, at.kind, SLOTS)
    this.failingCall = new Uint8Array(shared, at.failingCall, SLOTS)
    this.icmpFamily = new Uint8Array(shared, at.icmpFamily, SLOTS)
    this.icmpType = new Uint8Array(shared, at.icmpType, SLOTS)
    this.icmpCode = new Uint8Array(shared, at.icmpCode, SLOTS)
    this.synFate = new Uint8Array(shared, at.synFate, SLOTS)
    this.addresses = new Uint8Array(shared, at.address, SLOTS * 16)
    this.otherAddresses = new Uint8Array(shared, at.otherAddress, SLOTS * 16)
    if (buffer) return
    this.fd.fill(-1)
    this.unwatched.fill(-1)
  }

  /** Hands a slot to the worker; `~slot` takes a request back. */
  request(slotOrTakenBack: number): void {
    this.#push(this.#requests, HEADER.requestTail, slotOrTakenBack)
  }

  /** The next request, or `undefined`. */
  nextRequest(): number | undefined {
    return this.#shift(this.#requests, HEADER.requestHead, HEADER.requestTail)
  }

  get hasRequests(): boolean {
    return this.#load(HEADER.requestHead) !== this.#load(HEADER.requestTail)
  }

  /** Hands a slot back with its outcome. */
  outcome(slot: number): void {
    this.#push(this.#outcomes, HEADER.outcomeTail, slot)
  }

  nextOutcome(): number | undefined {
    return this.#shift(this.#outcomes, HEADER.outcomeHead, HEADER.outcomeTail)
  }

  get workerState(): number {
    return this.#load(HEADER.worker)
  }

  set workerState(state: number) {
    Atomics.store(this.#header, HEADER.worker, state)
  }

  /** Marks a worker that sleeps or is parked as running, and gives what it was; only then it must be woken. */
  wakeWorker(): number {
    for (;;) {
      const state = this.workerState
      if (state === WORKER.running) return state
      // The worker may wake and park by itself meanwhile; overwriting that would leave it parked for ever.
      const was = Atomics.compareExchange(this.#header, HEADER.worker, state, WORKER.running)
      if (was === state) return state
    }
  }

  /** Marks that the engine has been told of outcomes; false where it had been already. */
  tell(): boolean {
    return Atomics.exchange(this.#header, HEADER.told, 1) === 0
  }

  /** The engine looks at the outcomes now, and wants to be told again. */
  listen(): void {
    Atomics.store(this.#header, HEADER.told, 0)
  }

  /** The engine waits for the worker to park. */
  hurry(): void {
    Atomics.store(this.#header, HEADER.hurry, 1)
  }

  get isHurried(): boolean {
    return this.#load(HEADER.hurry) === 1
  }

  get isStopped(): boolean {
    return this.#load(HEADER.stop) === 1
  }

  stop(): void {
    Atomics.store(this.#header, HEADER.stop, 1)
  }

  #load(index: number): number {
    return Atomics.load(this.#header, index)
  }

  #push(ring: Int32Array, tailIndex: number, value: number): void {
    const tail = this.#load(tailIndex)
    ring[tail % RING] = value
    Atomics.store(this.#header, tailIndex, (tail + 1) % (2 * RING))
  }

  #shift(ring: Int32Array, headIndex: number, tailIndex: number): number | undefined {
    const head = this.#load(headIndex)
    if (head === this.#load(tailIndex)) return undefined
    const value = ring[head % RING]
    Atomics.store(this.#header, headIndex, (head + 1) % (2 * RING))
    return value
  }
}
