import type { Ask, AskAnswer, AskOutcome } from '../../core/link/agent-ask.js'
import type { AgentRecord } from '../../core/link/agent-directory.js'
import type { Clock } from '../../core/time/clock.js'

/** An agent that is there takes an ask at once; this is for one that is connecting again just now. */
const TAKEN_WITHIN_MS = 5_000

/** Asks of one location at once. */
const MAX_PENDING = 32

/** An ask whose receipt an agent does not confirm is given to it so often. */
const MAX_GIVEN = 3

interface AskLimits {
  /** How long the answer may take once an agent has taken the ask, milliseconds. */
  readonly withinMs: number
  /** Ends it as one that nobody answers. */
  readonly signal?: AbortSignal
}

/** An agent's id and where it is. */
type Who = Pick<AgentRecord, 'id' | 'location'>

interface AskDeskOptions {
  readonly clock: Clock
  /** By which an answer is known again. */
  readonly randomId: () => string
  /** Something is asked of the location, whose agent comes for it. */
  readonly onAsked: (location: string) => void
}

/** What a hub asks its agents and waits for, until they come for it. It forgets everything with the process. */
export class AskDesk {
  readonly #options: AskDeskOptions
  readonly #pending = new Map<string, PendingAsk>()

  constructor(options: AskDeskOptions) {
    this.#options = options
  }

  /** Asks the agent of a location. Never rejects: whatever comes of it is an outcome. */
  async ask(location: string, ask: Ask, { withinMs, signal }: AskLimits): Promise<AskOutcome> {
    const { clock, randomId, onAsked } = this.#options
    if (signal?.aborted) return { kind: 'silent', wasTaken: false }
    const before = [...this.#pending.values()].filter((each) => each.location === location)
    if (before.length >= MAX_PENDING) return { kind: 'busy' }
    const pending = new PendingAsk(randomId(), { location, ask, withinMs }, clock)
    this.#pending.set(pending.id, pending)
    signal?.addEventListener('abort', pending.giveUp)
    onAsked(location)
    const outcome = await pending.outcome
    signal?.removeEventListener('abort', pending.giveUp)
    this.#pending.delete(pending.id)
    return outcome
  }

  /** Whether something is asked that the agent has not received. */
  isAsked(who: Who): boolean {
    return [...this.#pending.values()].some((each) => each.isFor(who))
  }

  /** The agent has received what it was given before. @param ids of it; those of others are left out */
  noteReceived({ id }: Pick<Who, 'id'>, ids: readonly string[]): void {
    for (const each of ids) this.#pending.get(each)?.noteReceived(id)
  }

  /** Gives the agent what is asked: to one agent each, and again to the same one until it says that it has received it. */
  take(who: Who): readonly { readonly id: string; readonly ask: Ask }[] {
    const taken = [...this.#pending.values()].filter((each) => each.isFor(who))
    for (const each of taken) each.giveTo(who.id)
    return taken.map(({ id, ask }) => ({ id, ask }))
  }

  /** Takes the answer of an agent. What nobody waits for any more, or was asked of another agent, is left out. */
  answer({ id: agentId }: Pick<Who, 'id'>, id: string, answer: AskAnswer): void {
    const pending = this.#pending.get(id)
    if (pending?.takenBy === agentId) pending.settle(answer)
  }

  /** Ends every ask. */
  close(): void {
    for (const { giveUp } of this.#pending.values()) giveUp()
  }
}

/** An ask that has no outcome yet. */
class PendingAsk {
  readonly id: string
  readonly location: string
  readonly ask: Ask
  readonly outcome: Promise<AskOutcome>
  readonly #clock: Clock
  readonly #withinMs: number
  #takenBy: string | undefined
  #given = 0
  #isReceived = false
  #cancel: () => void
  #resolve: (outcome: AskOutcome) => void = () => {}

  constructor(
    id: string,
    asked: { readonly location: string; readonly ask: Ask; readonly withinMs: number },
    clock: Clock,
  ) {
    this.id = id
    this.location = asked.location
    this.ask = asked.ask
    this.#withinMs = asked.withinMs
    this.#clock = clock
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#cancel = clock.setTimer(TAKEN_WITHIN_MS, () => this.giveUp())
  }

  /** The agent that works on it. */
  get takenBy(): string | undefined {
    return this.#takenBy
  }

  /** Whether it is to be given to the agent: nobody has it, or this one did not receive it. */
  isFor({ id, location }: Who): boolean {
    if (location !== this.location) return false
    const isLost = this.#takenBy === id && !this.#isReceived && this.#given < MAX_GIVEN
    return this.#takenBy === undefined || isLost
  }

  giveTo(agentId: string): void {
    this.#given += 1
    if (this.#takenBy !== undefined) return
    this.#takenBy = agentId
    this.#cancel()
    this.#cancel = this.#clock.setTimer(this.#withinMs, this.giveUp)
  }

  noteReceived(agentId: string): void {
    if (this.#takenBy === agentId) this.#isReceived = true
  }

  settle(outcome: AskOutcome): void {
    this.#cancel()
    this.#resolve(outcome)
  }

  readonly giveUp = (): void =>
    this.settle({ kind: 'silent', wasTaken: this.#takenBy !== undefined })
}
