import { LOOK_MS } from '../../core/config/notice-wait.js'
import type { Clock } from '../../core/time/clock.js'
import type { AskedLook, EvidenceOrder, Look, LookAt } from './look.js'
import { LooksOfHosts, shared } from './looks-of-hosts.js'

/** Looks that are under way at once on the monitor's own account; somebody who asks may have some more. */
const AT_ONCE = 4
const AT_ONCE_WITH_ASKED = 8

/** A look begins with some programs that are started: in a storm, checks have their turn between two looks. Milliseconds. */
const BETWEEN_MS = 250

/** Whoever waited so long for its turn is not looked at any more: it would tell of another time. Milliseconds. */
const WAIT_MS = 60_000

const TOO_MANY: Look = { because: 'too many targets went down at once to look at each' }

/** An order that waits for its turn. */
interface Queued {
  readonly order: EvidenceOrder
  readonly askedMs: number
}

interface EvidenceDeskOptions {
  readonly clock: Clock
  readonly lookAt: LookAt
  /** Whether the order still is of use as its turn comes: its incident is open, the location online. */
  readonly isWanted: (order: EvidenceOrder) => boolean
  /** What there is to keep with an incident. Resolves when that is on disk, or cannot be now. Never rejects. */
  readonly keep: (order: EvidenceOrder, look: Look) => Promise<void>
  /** The notice of an incident need not wait any more. */
  readonly onSettled: () => void
}

/**
 * Has the targets of checks looked at that went down: in the background, each host once at a time, a few at once. Whoever
 * goes down of a host that is being looked at, or was just now, shares what is found.
 */
export class EvidenceDesk {
  readonly #options: EvidenceDeskOptions
  readonly #hosts: LooksOfHosts
  readonly #queue: Queued[] = []
  /** By incident: what ends the waiting of its notice. */
  readonly #awaited = new Map<string, () => void>()
  readonly #ending = new AbortController()
  /** The last look began just now. */
  #isPausing = false
  readonly #looking = new Set<Promise<unknown>>()

  constructor(options: EvidenceDeskOptions) {
    this.#options = options
    this.#hosts = new LooksOfHosts(options.clock)
  }

  /** A check went down. Its notice waits for what is found, at most as long as a look takes. */
  request(order: EvidenceOrder): void {
    if (this.#ending.signal.aborted) return
    const { incidentId } = order
    this.#awaited.get(incidentId)?.()
    const cancel = this.#options.clock.setTimer(LOOK_MS, () => this.#settle(incidentId))
    this.#awaited.set(incidentId, cancel)
    this.#take(order)
  }

  /** Whether the first notice of an incident is to wait for a look that is under way. */
  isAwaited(incidentId: string): boolean {
    return this.#awaited.has(incidentId)
  }

  /** Looks now, as somebody asks for it. */
  async ask(order: Pick<EvidenceOrder, 'check' | 'location'>): Promise<AskedLook> {
    if (this.#ending.signal.aborted) return { kind: 'nothing', because: 'the monitor stops' }
    const { host } = order.check.parameters
    if (this.#hosts.isLookedAt(order)) {
      return { kind: 'busy', because: `${host} is being looked at already` }
    }
    if (this.#looking.size >= AT_ONCE_WITH_ASKED) {
      return { kind: 'busy', because: `${AT_ONCE_WITH_ASKED} targets are being looked at already` }
    }
    this.#hosts.begin({ ...order, failure: undefined })
    const look = await this.#look(order)
    // They may fail in another way than what was asked for.
    for (const other of this.#hosts.forget(order)) this.#take(other)
    this.#next()
    if ('because' in look) return { kind: 'nothing', because: look.because }
    return { kind: 'evidence', evidence: look }
  }

  /** Gives up what is under way. */
  async stop(): Promise<void> {
    this.#ending.abort()
    this.#queue.length = 0
    for (const incidentId of [...this.#awaited.keys()]) this.#settle(incidentId)
    await Promise.all(this.#looking)
  }

  #take(order: EvidenceOrder): void {
    const shared = this.#hosts.shareOf(order)
    if (shared) {
      this.#keep(order, shared)
      return
    }
    if (this.#hosts.wait(order)) return
    this.#hosts.begin(order)
    this.#queue.push({ order, askedMs: this.#options.clock.monotonicMs() })
    this.#next()
  }

  #next(): void {
    while (!this.#isPausing && this.#looking.size < AT_ONCE) {
      const next = this.#queue.shift()
      if (!next) return
      this.#serve(next)
    }
  }

  #serve({ order, askedMs }: Queued): void {
    const { clock, isWanted } = this.#options
    if (!isWanted(order)) {
      this.#settle(order.incidentId)
      for (const other of this.#hosts.forget(order)) this.#take(other)
    } else if (clock.monotonicMs() - askedMs > WAIT_MS) this.#conclude(order, TOO_MANY)
    else {
      this.#pause()
      void this.#look(order).then((look) => {
        this.#conclude(order, look)
        this.#next()
      })
    }
  }

  #pause(): void {
    this.#isPausing = true
    this.#options.clock.setTimer(BETWEEN_MS, () => {
      this.#isPausing = false
      this.#next()
    })
  }

  /** Tells everybody who waited for the host. */
  #conclude(order: EvidenceOrder, look: Look): void {
    if (this.#ending.signal.aborted) return
    this.#keep(order, look)
    // That nobody looked is no news of the host.
    const others = 'because' in look ? this.#hosts.forget(order) : this.#hosts.end(order, look)
    for (const other of others) this.#keep(other, shared(look, order, other))
  }

  async #look(order: Pick<EvidenceOrder, 'check' | 'location'>): Promise<Look> {
    const looking = this.#options.lookAt(order, this.#ending.signal)
    this.#looking.add(looking)
    const look = await looking
    this.#looking.delete(looking)
    return look
  }

  #keep(order: EvidenceOrder, look: Look): void {
    void this.#options.keep(order, look).then(() => this.#settle(order.incidentId))
  }

  #settle(incidentId: string): void {
    const cancel = this.#awaited.get(incidentId)
    if (!cancel) return
    cancel()
    this.#awaited.delete(incidentId)
    this.#options.onSettled()
  }
}
