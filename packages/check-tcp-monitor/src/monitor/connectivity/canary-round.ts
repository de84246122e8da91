import type { Clock } from '../../core/time/clock.js'
import { type Heard, judgeSight, type Sight } from '../../verdict/connectivity.js'
import type { Chosen } from './choose-canaries.js'

/** Between two looks while nothing is seen. */
const LOOK_AGAIN_MS = 10_000

/** Between the first look that saw nothing and the one that confirms it. */
const CONFIRM_MS = 2_000

/** Looks in a row that saw nothing, until the location is said to be blind. */
const BLIND_AFTER = 2

/** Asked together; more would be a burst. */
const MAX_ASKED = 10

/** What one look around came to. */
export interface Look {
  readonly sight: Sight
  readonly kind: Chosen['kind']
  /** Those in doubt before it. */
  readonly suspects: readonly string[]
  /** Those in doubt since the first look of this row that saw nothing. */
  readonly doubted: ReadonlySet<string>
  /** What each check that was asked told. */
  readonly heard: ReadonlyMap<string, Heard>
  /** When the first look of this row began that saw nothing, wall milliseconds. */
  readonly since: number
}

export interface LookAroundOptions {
  readonly clock: Clock
  /** Whom to ask, given the checks in doubt. */
  readonly canaries: (suspects: readonly string[]) => Chosen
  /** Checks it at once. */
  readonly ask: (id: string, kind: Chosen['kind']) => Promise<Heard>
  /** Whether the newest check of a suspect met with silence. */
  readonly isSilent: (id: string) => boolean
  /** Called after every look; while nothing is seen, its sight is `blind` or says why nobody could be asked. */
  readonly onLook: (look: Look) => void
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
  #asked: Chosen = { kind: 'others', hosts: [] }
  #looking = false
  #unseen = 0
  #since = 0
  readonly #doubted = new Set<string>()
  #blind = false
  #cancel: (() => void) | undefined
  #stopped = false

  constructor(options: LookAroundOptions) {
    this.#options = options
  }

  get blind(): boolean {
    return this.#blind
  }

  /** The last look saw nothing, and the next one has not been yet. */
  get isLookingOut(): boolean {
    return this.#unseen > 0
  }

  /** What the process before this one knew. */
  recall(blind: boolean): void {
    this.#blind = blind
    if (!blind) return
    this.#choose([])
    this.#unseen = BLIND_AFTER
    this.#since = this.#options.clock.wallMs()
    this.#later(0)
  }

  /** `id` is in doubt until the next look. */
  request(id: string): void {
    this.#suspects.add(id)
    if (!this.#looking) this.#begin()
  }

  /** `id` answered outside a round. While nothing is seen, that is worth a round. */
  noteAnswer(id: string): void {
    const { kind, hosts } = this.#asked
    if (this.#unseen === 0 || kind === 'appointed' || hosts.some((ids) => ids.includes(id))) return
    this.#asked = { kind, hosts: [...hosts, [id]].slice(-MAX_ASKED) }
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
    const { ask, clock, isSilent, onLook } = this.#options
    if (this.#unseen === 0) {
      this.#since = clock.wallMs()
      this.#doubted.clear()
    }
    // Those who come to be in doubt during the look wait for the next one: it began before their doubt.
    const suspects = [...this.#suspects]
    this.#suspects = new Set()
    for (const id of suspects) this.#doubted.add(id)
    if (this.#unseen === 0 || this.#asked.kind === 'appointed') this.#choose(suspects)
    const { kind, hosts } = this.#asked
    const heard = new Map<string, Heard>()
    const asking = hosts.flat().map(async (id) => heard.set(id, await ask(id, kind)))
    await Promise.all(asking)
    if (this.#stopped) return
    const sight = judgeSight({
      kind,
      heard: hosts.map((ids) => ofHost(ids.map((id) => heard.get(id)))),
      silentSuspects: suspects.some(isSilent),
    })
    if (sight === 'blind') {
      this.#unseen++
      if (this.#unseen >= BLIND_AFTER) this.#become(true)
    } else if (sight === 'sees' || this.#unseen === 0) {
      this.#unseen = 0
      this.#become(false)
    }
    onLook({ sight, kind, suspects, doubted: this.#doubted, heard, since: this.#since })
  }

  #choose(suspects: readonly string[]): void {
    this.#asked = this.#options.canaries(suspects)
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

/** One answer is enough to see a host, and silence is more than not to have been asked. */
function ofHost(heard: readonly (Heard | undefined)[]): Heard {
  const order = ['answer', 'silence', 'no-name'] as const
  return order.find((each) => heard.includes(each)) ?? 'nothing'
}
