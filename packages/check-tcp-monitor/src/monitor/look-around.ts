import type { Clock } from '../core/clock.js'
import type { Outcome } from '../core/observation.js'
import { judgeSight } from '../verdict/sight.js'

/** Between two looks while nothing is seen. */
const LOOK_AGAIN_MS = 10_000

/** Between the first look that saw nothing and the one that confirms it. */
const CONFIRM_MS = 2_000

/** Looks in a row that saw nothing, until the location is said to be blind. */
const BLIND_AFTER = 2

/** Asked together; more would be a burst. */
const MOST_ASKED = 10

export interface LookAroundOptions {
  readonly clock: Clock
  /** Whom to ask, given the checks in doubt; `appointed` where the config names them. */
  readonly canaries: (suspects: readonly string[]) => {
    readonly ids: readonly string[]
    readonly appointed: boolean
  }
  /** Checks it at once. */
  readonly observe: (id: string) => Promise<Outcome>
  /** Those in doubt before the look may be believed. */
  readonly onSees: (suspects: readonly string[]) => void
  /** They may not. */
  readonly onUnseen: (suspects: readonly string[]) => void
  /** The location is blind now, or no longer. */
  readonly onBlind: (blind: boolean) => void
  /** Told of what broke a look, against everybody's contract; the next one comes all the same. */
  readonly onError: (error: unknown) => void
}

/**
 * Finds out whether the location sees at all, before a target is said to be down: "we are blind" and "all is down" look
 * the same from every single check. One look serves everybody who is in doubt at its time.
 */
export class LookAround {
  readonly #options: LookAroundOptions
  #suspects = new Set<string>()
  /** Who was asked when nothing was seen, and who has answered since: asked again until something is seen. */
  #asked = new Set<string>()
  #appointed = false
  #looking = false
  #unseen = 0
  #blind = false
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(options: LookAroundOptions) {
    this.#options = options
  }

  get blind(): boolean {
    return this.#blind
  }

  /** What the process before this one knew. */
  recall(blind: boolean): void {
    this.#blind = blind
    if (!blind) return
    this.#choose([])
    this.#unseen = BLIND_AFTER
    this.#later(0)
  }

  /** `id` is in doubt until the next look. */
  request(id: string): void {
    this.#suspects.add(id)
    if (!this.#looking) this.#begin()
  }

  /** `id` answered by the way. While nothing is seen, that is worth a look at it. */
  noteAnswer(id: string): void {
    if (this.#unseen === 0 || this.#appointed || this.#asked.has(id)) return
    this.#asked.add(id)
    const [oldest] = this.#asked
    if (this.#asked.size > MOST_ASKED && oldest !== undefined) this.#asked.delete(oldest)
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  #begin(): void {
    if (this.#stopped) return
    this.#looking = true
    this.#cancel?.()
    this.#cancel = undefined
    const looked = this.#look().catch(this.#options.onError)
    looked.then(() => {
      this.#looking = false
      if (this.#suspects.size > 0) this.#begin()
      else if (this.#unseen > 0) this.#later(this.#blind ? LOOK_AGAIN_MS : CONFIRM_MS)
    })
  }

  async #look(): Promise<void> {
    const { observe, onSees, onUnseen } = this.#options
    // Those who come to be in doubt during the look wait for the next one: it began before their doubt.
    const suspects = [...this.#suspects]
    this.#suspects = new Set()
    if (this.#unseen === 0 || this.#appointed) this.#choose(suspects)
    const outcomes = await Promise.all([...this.#asked].map(observe))
    if (this.#stopped) return
    const sight = judgeSight(outcomes, this.#appointed)
    if (sight === 'blind' || (sight === 'nobody-knows' && this.#unseen > 0)) {
      this.#unseen++
      onUnseen(suspects)
      if (this.#unseen >= BLIND_AFTER) this.#become(true)
      return
    }
    this.#unseen = 0
    this.#become(false)
    onSees(suspects)
  }

  #choose(suspects: readonly string[]): void {
    const { ids, appointed } = this.#options.canaries(suspects)
    this.#asked = new Set(ids)
    this.#appointed = appointed
  }

  #become(blind: boolean): void {
    if (this.#blind === blind) return
    this.#blind = blind
    this.#options.onBlind(blind)
  }

  #later(ms: number): void {
    this.#cancel = this.#options.clock.setTimer(ms, () => {
      if (!this.#looking) this.#begin()
    })
  }
}
