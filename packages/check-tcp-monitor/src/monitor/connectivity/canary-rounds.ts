import { judgeRound, type Reply, type RoundResult } from '../../verdict/connectivity.js'
import type { VerdictEvent } from '../../verdict/step.js'
import type { EventCounter } from '../event-counter.js'
import type { Canaries } from './choose-canaries.js'
import type { Connectivity } from './connectivity.js'

/** Between two rounds while nobody answers. */
const AGAIN_MS = 10_000

/** Between the first round that nobody answered and the one that confirms it. */
const CONFIRM_MS = 2_000

/** Rounds in a row that nobody answered, until the location is said to be isolated. */
const ISOLATED_AFTER = 2

/** Asked together; more would be a burst. */
const MAX_ASKED = 10

/** One round under way: who is asked, and for whom. */
interface CanaryRound extends Canaries {
  readonly suspects: readonly string[]
}

/** What one round came to. */
export interface RoundAnswer {
  readonly result: RoundResult
  readonly kind: Canaries['kind']
  /** What it is to the rules of the checks that were in doubt before it. */
  readonly event: Exclude<VerdictEvent['kind'], 'observed'>
  readonly suspects: readonly string[]
  /** The location is isolated from now on, or no longer; undefined where nothing changed. */
  readonly became: 'isolated' | 'online' | undefined
  /** Another round is to confirm what nobody answered; until then nothing else is concluded. */
  readonly isOpen: boolean
  /** Those in doubt since the first round of this row that nobody answered. */
  readonly doubted: ReadonlySet<string>
  /** What each check that was asked told. */
  readonly replies: ReadonlyMap<string, Reply>
  /** When the first round of this row began that nobody answered, wall milliseconds. */
  readonly since: number
}

/** What a result is to those in doubt; while nobody answers, nobody is alone any more. */
const EVENT_OF: Readonly<Record<RoundResult, RoundAnswer['event']>> = {
  online: 'online',
  isolated: 'isolated',
  alone: 'unwitnessed',
  'no-names': 'unwitnessed',
  unasked: 'isolated',
}

/**
 * Finds out whether the location is online at all, before a target is said to be down: "we are cut off" and "all is down"
 * look the same from every single check. One round serves everybody who is in doubt at its time. It asks nobody itself.
 */
export class CanaryRounds implements Connectivity {
  readonly #counter: EventCounter
  #suspects = new Set<string>()
  #isWanted = false
  /** Who was asked when nobody answered, and who has answered since: asked again until somebody does. */
  #asked: Canaries = { kind: 'others', hosts: [] }
  /** Rounds in a row that nobody answered. */
  #unanswered = 0
  #since = 0
  readonly #doubted = new Set<string>()
  #isIsolated = false
  #onlineSince = 0

  constructor(counter: EventCounter) {
    this.#counter = counter
  }

  get isIsolated(): boolean {
    return this.#isIsolated
  }

  get onlineSince(): number {
    return this.#onlineSince
  }

  /** Goes on where the process before this one found the location isolated. */
  recall(canaries: Canaries, now: number): void {
    this.#isIsolated = true
    this.#asked = canaries
    this.#unanswered = ISOLATED_AFTER
    this.#since = now
  }

  /** Another round is wanted. @param suspect a check that is in doubt until then */
  request(suspect?: string): void {
    this.#isWanted = true
    if (suspect !== undefined) this.#suspects.add(suspect)
  }

  /** A check was answered by the way. While nobody of those asked does, that is worth asking it too. */
  noteAnswer(id: string): void {
    const { kind, hosts } = this.#asked
    if (!this.isOpen || kind === 'appointed' || hosts.some((ids) => ids.includes(id))) return
    this.#asked = { kind, hosts: [...hosts, [id]].slice(-MAX_ASKED) }
  }

  /** The last round was not answered, and the next one has not been yet. */
  get isOpen(): boolean {
    return this.#unanswered > 0
  }

  /** Milliseconds until the next round; undefined where none is wanted. */
  get nextMs(): number | undefined {
    if (this.#isWanted) return 0
    if (!this.isOpen) return undefined
    return this.#isIsolated ? AGAIN_MS : CONFIRM_MS
  }

  /**
   * Begins a round. Those who come to be in doubt during it wait for the next one: it began before their doubt.
   *
   * @param choose whom to ask, given the checks in doubt
   */
  begin(choose: (suspects: readonly string[]) => Canaries, now: number): CanaryRound {
    if (!this.isOpen) {
      this.#since = now
      this.#doubted.clear()
    }
    const suspects = [...this.#suspects]
    this.#suspects = new Set()
    this.#isWanted = false
    for (const id of suspects) this.#doubted.add(id)
    if (!this.isOpen || this.#asked.kind === 'appointed') this.#asked = choose(suspects)
    return { ...this.#asked, suspects }
  }

  /** @param silentSuspects the newest check of one in doubt met with silence */
  conclude(
    { kind, hosts, suspects }: CanaryRound,
    replies: ReadonlyMap<string, Reply>,
    silentSuspects: boolean,
  ): RoundAnswer {
    const ofHosts = hosts.map((ids) => ofHost(ids.map((id) => replies.get(id))))
    const result = judgeRound({ kind, replies: ofHosts, silentSuspects })
    const became = this.#note(result)
    const { isOpen } = this
    const event = isOpen ? 'isolated' : EVENT_OF[result]
    const [doubted, since] = [this.#doubted, this.#since]
    return { result, kind, event, suspects, became, isOpen, doubted, replies, since }
  }

  #note(result: RoundResult): RoundAnswer['became'] {
    const before = this.#isIsolated
    if (result === 'isolated') {
      this.#unanswered++
      if (this.#unanswered >= ISOLATED_AFTER) this.#isIsolated = true
    } else if (result === 'online' || !this.isOpen) {
      this.#unanswered = 0
      this.#isIsolated = false
    }
    if (before === this.#isIsolated) return undefined
    if (this.#isIsolated) return 'isolated'
    this.#onlineSince = this.#counter.next()
    return 'online'
  }
}

/** Asks everybody of a round at once. */
export async function askCanaries(
  { hosts }: CanaryRound,
  ask: (id: string) => Promise<Reply>,
): Promise<ReadonlyMap<string, Reply>> {
  const replies = new Map<string, Reply>()
  await Promise.all(hosts.flat().map(async (id) => replies.set(id, await ask(id))))
  return replies
}

/** One answer is enough to reach a host, and silence is more than not to have been asked. */
function ofHost(replies: readonly (Reply | undefined)[]): Reply {
  const order = ['answer', 'silence', 'no-name'] as const
  return order.find((each) => replies.includes(each)) ?? 'nothing'
}
