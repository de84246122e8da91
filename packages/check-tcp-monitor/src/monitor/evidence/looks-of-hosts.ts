import type { Clock } from '../../core/time/clock.js'
import type { EvidenceOrder, Look } from './look.js'

/** For so long others of the same host share what was found, milliseconds. */
const SHARED_MS = 60_000

/** What a look was for. */
type LookedAt = Pick<EvidenceOrder, 'check' | 'location' | 'failure'>

interface LookOfHost {
  readonly order: LookedAt
  /** Others of the same host that went down meanwhile. */
  readonly waiting: EvidenceOrder[]
  done?: { readonly look: Look; readonly atMs: number }
}

/** Who looks at which host, from which location, or has just now: one at a time, and the others share it. */
export class LooksOfHosts {
  readonly #clock: Clock
  readonly #looks = new Map<string, LookOfHost>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  isLookedAt(order: Pick<EvidenceOrder, 'check' | 'location'>): boolean {
    const known = this.#looks.get(hostOf(order))
    return known !== undefined && !known.done
  }

  /** From now on the host is looked at. */
  begin(order: LookedAt): void {
    this.#looks.set(hostOf(order), { order, waiting: [] })
  }

  /** Waits for the look that is under way. @returns whether there is one */
  wait(order: EvidenceOrder): boolean {
    const known = this.#looks.get(hostOf(order))
    if (!known || known.done) return false
    known.waiting.push(order)
    return true
  }

  /** The look is over. @returns who waited for it */
  end(order: LookedAt, look: Look): readonly EvidenceOrder[] {
    const known = this.#looks.get(hostOf(order))
    if (!known) return []
    known.done = { look, atMs: this.#clock.monotonicMs() }
    return known.waiting.splice(0)
  }

  /** There was no look, or none that others could share. @returns who waited for it */
  forget(order: Pick<EvidenceOrder, 'check' | 'location'>): readonly EvidenceOrder[] {
    const key = hostOf(order)
    const waiting = this.#looks.get(key)?.waiting ?? []
    this.#looks.delete(key)
    return waiting
  }

  /** What was found of the host a short while ago, as another check of it has it. */
  shareOf(order: EvidenceOrder): Look | undefined {
    this.#forgetOld()
    const known = this.#looks.get(hostOf(order))
    // It was up again in between.
    if (!known?.done || known.order.check.id === order.check.id) return undefined
    return shared(known.done.look, known.order, order)
  }

  #forgetOld(): void {
    const oldest = this.#clock.monotonicMs() - SHARED_MS
    for (const [key, { done }] of this.#looks) {
      if (done && done.atMs <= oldest) this.#looks.delete(key)
    }
  }
}

/** What a look at one target says to another check of the same host. */
export function shared(look: Look, { check, failure }: LookedAt, other: EvidenceOrder): Look {
  if ('because' in look) return look
  if (failure === other.failure) return { ...look, takenFor: check.id }
  const { host } = check.parameters
  return { because: `${host} was looked at for ${check.id}, which fails in another way` }
}

function hostOf({ check, location }: Pick<EvidenceOrder, 'check' | 'location'>): string {
  return JSON.stringify([check.parameters.host.toLowerCase(), location])
}
