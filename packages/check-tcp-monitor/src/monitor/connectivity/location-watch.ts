import type { Clock, Random } from '../../core/time/clock.js'
import type { Outcome } from '../../core/wire/outcome.js'
import type { Heard, Sight } from '../../verdict/connectivity.js'
import type { VerdictEvent } from '../../verdict/step.js'
import type { Findings, Matters } from '../incidents/incident-tracker.js'
import type { Matter } from '../incidents/tracked-subject.js'
import type { LiveCheck } from '../judge/check-runtime.js'
import { type Look, LookAround } from './canary-round.js'
import { type Chosen, chooseCanaries, isHere, isSilent } from './choose-canaries.js'
import { TROUBLES, type Trouble, type TroubleNote, Troubles } from './location-faults.js'
import { blindnessInWords, troubleInWords } from './location-words.js'
import { ownAddresses } from './own-addresses.js'

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
  /** The monitor's count of events when the location was last found to be blind no longer. */
  readonly sightedAt: () => number
  /** For how long the process has been awake, milliseconds. */
  readonly awakeMs: () => number
  readonly onError: (error: unknown) => void
}

/** After the location is back online, its checks are made again within this time. */
const RETURN_MS = 10_000

/** Between the first check that a trouble keeps from knowing and what is done about it. */
const GATHER_MS = 1_000

/** What a look that came out so tells those who are in doubt; while nothing is seen, nobody is alone any more. */
const TELLS: Readonly<Record<Sight, 'sighted' | 'blinded' | 'unwitnessed'>> = {
  sees: 'sighted',
  blind: 'blinded',
  alone: 'unwitnessed',
  'no-names': 'unwitnessed',
  unasked: 'blinded',
}

/**
 * Keeps the location's own incidents: that it sees nothing, that its name service does not answer, that its machine
 * cannot make checks. Each is told once, and never for every target.
 */
export class LocationWatch {
  readonly #options: LocationWatchOptions
  readonly #troubles = new Troubles()
  /** Troubles of which it is seen first how many checks they concern, and whether they last. */
  readonly #gathering = new Set<Trouble>()
  readonly #lookAround: LookAround
  #stopped = false

  constructor(options: LocationWatchOptions) {
    this.#options = options
    this.#lookAround = new LookAround({
      clock: options.clock,
      canaries: (suspects) =>
        chooseCanaries(options.lives.values(), suspects, ownAddresses(), options.awakeMs()),
      ask: (id, kind) => this.#ask(id, kind),
      isSilent: (id) => {
        const live = options.lives.get(id)
        return live !== undefined && isSilent(live)
      },
      onLook: (look) => this.#afterLook(look),
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

  /** Continues where the previous process stopped, even if the location had another name then. */
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
      const matter = this.#matterOf(trouble)
      if (!this.#troubles.isOver(trouble)) {
        if (matter.incident) this.#openTrouble(trouble)
        else this.#suspect(trouble)
      } else if (isKnown && matter.incident) this.#options.matters.close(matter, 'up')
    }
  }

  stop(): void {
    this.#stopped = true
    this.#lookAround.stop()
  }

  /** A check is in doubt until somebody has looked around; one that was answered has seen for itself. */
  doubt(live: LiveCheck): void {
    if (live.heard === 'answer') this.#tell(live, 'sighted')
    else this.#lookAround.request(live.check.id)
  }

  /** A check was answered. While nothing is seen, that is worth a look at it. */
  noteAnswer(live: LiveCheck): void {
    if (this.#lookAround.isLookingOut && !isHere(live, ownAddresses()))
      this.#lookAround.noteAnswer(live.check.id)
  }

  /** Notes what keeps a check from knowing, if anything does. */
  noteTrouble(id: string, note: TroubleNote | undefined): void {
    const ended = this.#troubles.note(id, note)
    if (ended) this.#options.matters.close(this.#matterOf(ended), 'up')
    if (note && !this.#matterOf(note.trouble).incident) this.#suspect(note.trouble)
  }

  /** A silent name service, or a way that is closed, may be blindness, so it is looked around first. */
  #suspect(trouble: Trouble): void {
    if (this.blind || this.#gathering.has(trouble)) return
    this.#gathering.add(trouble)
    this.#options.clock.setTimer(GATHER_MS, () => {
      this.#gathering.delete(trouble)
      const fresh = this.#fresh(trouble)
      if (fresh.length === 0 || this.blind || this.#stopped) return
      if (fresh.some(([, { mayBeBlind }]) => mayBeBlind)) {
        this.#lookAround.request(`${TROUBLE}${trouble}`)
      } else this.#openTrouble(trouble)
    })
  }

  /** What was found before the location saw again may be over, so it counts for nothing. */
  #fresh(trouble: Trouble): ReturnType<Troubles['notesOf']> {
    return this.#troubles.notesOf(trouble, this.#options.sightedAt())
  }

  /** What one check of a look tells of the network: this machine's own answers tell nothing of it. */
  async #ask(id: string, kind: Chosen['kind']): Promise<Heard> {
    const outcome = await this.#options.observe(id)
    const live = this.#options.lives.get(id)
    if (!live?.heard) return 'nothing'
    const { heard } = live
    if (heard !== 'answer' || !isHere(live, ownAddresses())) return heard
    // Who appoints a service of this machine means it, such as a tunnel to elsewhere.
    if (kind === 'appointed') return outcome === 'bad' ? 'silence' : 'answer'
    return 'nothing'
  }

  #afterLook(look: Look): void {
    const { lives, matters, clock } = this.#options
    const stillUnseen = this.#lookAround.isLookingOut
    const kind = stillUnseen ? 'blinded' : TELLS[look.sight]
    for (const id of look.suspects) {
      const live = lives.get(id)
      if (live) this.#tell(live, kind)
    }
    if (!stillUnseen) for (const trouble of TROUBLES) this.#openTrouble(trouble)
    if (!this.blind || look.sight !== 'blind') return
    const error = blindnessInWords(look, lives)
    const findings: Findings = { verdict: 'unknown', severity: 'critical', error }
    matters.report(this.sight, findings, clock.wallMs())
  }

  #tell(live: LiveCheck, kind: (typeof TELLS)[Sight]): void {
    // Whether the network works matters for a service of this machine as little as it is known.
    live.unwitnessed = kind === 'unwitnessed' && !isHere(live, ownAddresses())
    this.#options.apply(live, { kind, at: this.#options.clock.wallMs() })
  }

  #become(blind: boolean): void {
    const { matters, lives, random, runSoon, onBlind } = this.#options
    onBlind(blind)
    if (blind) return
    matters.close(this.sight, 'up')
    for (const { check, state } of lives.values()) {
      if (state.verdict === 'up') continue
      runSoon(check.id, random() * Math.min(check.everyMs, RETURN_MS))
    }
  }

  #openTrouble(trouble: Trouble): void {
    const fresh = this.#fresh(trouble)
    if (fresh.length === 0) return
    const error = troubleInWords(trouble, fresh)
    const findings: Findings = { verdict: 'unknown', severity: 'warning', fault: trouble, error }
    this.#options.matters.report(this.#matterOf(trouble), findings, this.#options.clock.wallMs())
  }

  #matterOf(trouble: Trouble): Matter {
    return this.#options.matters.get('location', `${this.#options.location}:${trouble}`)
  }
}

/** Before the name of a trouble among those in doubt; no check's id ends up so, since a check is looked for first. */
const TROUBLE = 'trouble:'
