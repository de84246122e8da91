import type { Clock, Random } from '../core/clock.js'
import type { Outcome } from '../core/observation.js'
import type { VerdictEvent } from '../verdict/step.js'
import { chooseCanaries } from './canaries.js'
import type { LiveCheck } from './live-check.js'
import { LookAround } from './look-around.js'
import type { Matter } from './matter.js'
import type { Findings, Matters } from './matters.js'
import { TROUBLES, type Trouble, Troubles, wordsFor } from './troubles.js'

export interface LocationWatchOptions {
  readonly clock: Clock
  readonly random: Random
  readonly location: string
  readonly matters: Matters
  readonly lives: ReadonlyMap<string, LiveCheck>
  /** Checks it at once. */
  readonly observe: (id: string) => Promise<Outcome>
  /** Tells a check what was seen. */
  readonly apply: (live: LiveCheck, event: VerdictEvent) => void
  readonly runSoon: (id: string, afterMs: number) => void
  /** The location is blind now, or no longer. */
  readonly onBlind: (blind: boolean) => void
  readonly onError: (error: unknown) => void
}

/** After the location sees again, its checks are made anew within this time. */
const RETURN_MS = 10_000

const NOTHING_SEEN =
  'This location sees nothing: no canary answers, so nothing is known of any target'

/**
 * Keeps the location's own incidents: that it sees nothing, that its name service does not answer, that its machine
 * cannot make checks. Each is told once, and never for every target.
 */
export class LocationWatch {
  readonly #options: LocationWatchOptions
  readonly #troubles = new Troubles()
  readonly #lookAround: LookAround

  constructor(options: LocationWatchOptions) {
    this.#options = options
    this.#lookAround = new LookAround({
      clock: options.clock,
      canaries: (suspects) => chooseCanaries(options.lives.values(), suspects),
      observe: options.observe,
      onSees: (suspects) => this.#afterLook(suspects, 'sighted'),
      onUnseen: (suspects) => this.#afterLook(suspects, 'blinded'),
      onBlind: (blind) => this.#become(blind),
      onError: options.onError,
    })
  }

  get blind(): boolean {
    return this.#lookAround.blind
  }

  /** The location's incident of seeing nothing. */
  get sight(): Matter {
    return this.#options.matters.get('location', this.#options.location)
  }

  /** Goes on where the process before this one stopped, be it that the location had another name then. */
  recall(): void {
    const { matters, location } = this.#options
    for (const matter of matters.open()) {
      const { subject, subjectId } = matter
      if (subject !== 'location') continue
      if (subjectId !== location && !subjectId.startsWith(`${location}:`)) {
        matters.close(matter, 'removed')
      }
    }
    this.#lookAround.recall(this.sight.incident !== undefined)
  }

  /**
   * Ends troubles that the process before this one had and that are over, and looks around for those that nobody was
   * told of yet. To be called now and then.
   */
  review(): void {
    const lives = [...this.#options.lives.values()]
    const isKnown = lives.every(({ state, newest }) => state.verdict !== 'unknown' || newest)
    for (const trouble of TROUBLES) {
      const { incident } = this.#matterOf(trouble)
      if (this.#troubles.countOf(trouble) > 0) {
        if (!incident && !this.blind) this.#lookAround.request(`${TROUBLE}${trouble}`)
      } else if (isKnown && incident) {
        this.#options.matters.close(this.#matterOf(trouble), 'up')
      }
    }
  }

  stop(): void {
    this.#lookAround.stop()
  }

  /** A check is in doubt until somebody has looked around. */
  doubt(id: string): void {
    this.#lookAround.request(id)
  }

  noteAnswer(id: string): void {
    this.#lookAround.noteAnswer(id)
  }

  /** Notes what keeps a check from knowing. A silent name service may be blindness, so it is looked around first. */
  noteTrouble(id: string, trouble: Trouble | undefined): void {
    const { began, ended } = this.#troubles.note(id, trouble)
    if (began) this.#lookAround.request(`${TROUBLE}${began}`)
    if (ended) this.#options.matters.close(this.#matterOf(ended), 'up')
  }

  #afterLook(suspects: readonly string[], kind: 'sighted' | 'blinded'): void {
    const at = this.#options.clock.wallMs()
    for (const id of suspects) {
      const live = this.#options.lives.get(id)
      if (live) this.#options.apply(live, { kind, at })
    }
    if (kind === 'sighted') for (const trouble of TROUBLES) this.#openTrouble(trouble)
  }

  #become(blind: boolean): void {
    const { matters, clock, lives, random, runSoon, onBlind } = this.#options
    onBlind(blind)
    if (blind) {
      const findings: Findings = { verdict: 'unknown', severity: 'critical', error: NOTHING_SEEN }
      matters.report(this.sight, findings, clock.wallMs())
      return
    }
    matters.close(this.sight, 'up')
    for (const { check, state } of lives.values()) {
      if (state.verdict === 'up') continue
      runSoon(check.id, random() * Math.min(check.everyMs, RETURN_MS))
    }
  }

  #openTrouble(trouble: Trouble): void {
    const count = this.#troubles.countOf(trouble)
    if (count === 0) return
    const checks = `${count} ${count === 1 ? 'check' : 'checks'}`
    const error = `${wordsFor(trouble)}: nothing is known of ${checks}`
    const findings: Findings = { verdict: 'unknown', severity: 'warning', fault: trouble, error }
    this.#options.matters.report(this.#matterOf(trouble), findings, this.#options.clock.wallMs())
  }

  #matterOf(trouble: Trouble): Matter {
    return this.#options.matters.get('location', `${this.#options.location}:${trouble}`)
  }
}

/** Before the name of a trouble among those in doubt; no check's id ends up so, since a check is looked for first. */
const TROUBLE = 'trouble:'
