import type { ResultSink } from '../core/result-sink.js'
import type { Clock } from '../core/time/clock.js'
import type { Observation } from '../core/wire/observation.js'
import { Scheduler } from '../schedule/scheduler.js'
import { RoundLoop } from './connectivity/round-loop.js'
import type { EventLog } from './event-log.js'
import type { AgentNews } from './fleet/agent-news.js'
import type { MonitorLog } from './monitor-log.js'
import type { Votes } from './monitor-options.js'
import { type MonitorState, TICK_MS } from './monitor-state.js'
import type { Pipeline } from './pipeline.js'
import type { FollowUp, Transition } from './transition.js'

/** Events of many checks at once are reviewed once. */
const REVIEW_MS = 50

interface MonitorLoopOptions {
  readonly clock: Clock
  readonly state: MonitorState
  readonly pipeline: Pipeline
  readonly sink: ResultSink
  readonly events: EventLog
  readonly log: MonitorLog
  readonly votes?: Votes | undefined
  /** A check went down. */
  readonly onDown: (id: string) => void
}

/** Has checks made when they are due, commits what they come to, and does what follows from that. */
export class MonitorLoop {
  readonly #options: MonitorLoopOptions
  readonly #scheduler: Scheduler
  readonly #rounds: RoundLoop
  #isReviewing = false
  #isStopped = false
  #cancelTick: (() => void) | undefined

  constructor(options: MonitorLoopOptions) {
    const { clock, state, log } = options
    this.#options = options
    this.#scheduler = new Scheduler({
      clock,
      concurrency: state.config.concurrency,
      run: async (id, latenessMs) => {
        await this.check(id, latenessMs)
      },
      onError: (id, error) => log.noteBroken(`check ${id}`, error),
    })
    this.#rounds = new RoundLoop(clock, () => this.#canaryRound())
  }

  get figures(): Scheduler['figures'] {
    return this.#scheduler.figures
  }

  start(): void {
    const { state } = this.#options
    if (state.rounds.isOpen) this.#rounds.startIn(0)
    this.reschedule()
    this.#tick()
  }

  /** The checks of the config are others now. */
  reschedule(): void {
    this.#scheduler.set(this.#options.state.config.checks.filter(({ fleet }) => !fleet))
  }

  /** Begins nothing more; resolves when the checks under way have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#cancelTick?.()
    this.#rounds.stop()
    await this.#scheduler.stop()
  }

  /** Makes a check now, in its turn or beside it. @returns undefined where the check, or its target, is another one by now */
  async check(id: string, latenessMs: number): Promise<Observation | undefined> {
    const taken = await this.#options.pipeline.check(id, latenessMs)
    if (taken) this.commit(taken.transition)
    return taken?.observation
  }

  /** Commits a transition, once and as a whole: to the history, to those who watch, and to what comes next. */
  commit({ events = [], followUps = [], ...batch }: Transition): void {
    if (Object.values(batch).some((each) => each.length > 0)) {
      this.#options.sink.add(batch, { isUrgent: events.some(({ type }) => type === 'verdict') })
    }
    for (const each of events) this.#options.events.append(each)
    for (const each of followUps) this.#follow(each)
  }

  /** The same. Resolves when it is on disk. @throws {StoreError} (as a rejection) where the store fails; it is held then */
  async commitDurably({ events, followUps, ...batch }: Transition): Promise<void> {
    if (events) this.commit({ events })
    await this.#options.sink.addDurably(batch)
    if (followUps) this.commit({ followUps })
  }

  async #canaryRound(): Promise<number | undefined> {
    const { pipeline, state, log } = this.#options
    try {
      const { answer, transition } = await pipeline.canaryRound((id) => this.check(id, 0))
      if (this.#isStopped) return undefined
      log.noteConnectivity(answer.became)
      this.commit(transition)
    } catch (error) {
      log.noteBroken('the canary round', error)
    }
    return state.rounds.nextMs
  }

  #follow(next: FollowUp): void {
    const { pipeline, state } = this.#options
    switch (next.kind) {
      case 'check':
        this.#scheduler.runSoon(next.id, next.afterMs)
        break
      case 'canary-round':
        state.rounds.request(next.suspect)
        this.#rounds.start()
        break
      case 'gather-fault':
        this.#later(next.afterMs, () => pipeline.gatheredFault(next.fault))
        break
      case 'confirm-overdue':
        this.#later(next.afterMs, () => pipeline.confirmOverdue())
        break
      case 'look':
        this.#options.onDown(next.id)
        break
      case 'review':
        this.#reviewSoon()
        break
      default:
        next satisfies never
    }
  }

  #reviewSoon(): void {
    if (this.#isReviewing) return
    this.#isReviewing = true
    this.#later(REVIEW_MS, () => {
      this.#isReviewing = false
      return this.#options.pipeline.review()
    })
  }

  /** Takes what an agent says, and judges what it speaks of. */
  noteReport({ location, isIsolated, checkIds }: AgentNews): void {
    this.commit(this.#options.pipeline.noteAgent(location, isIsolated))
    this.#judgeVotes(checkIds, true)
  }

  /** Notes what agents found, which is stored already. */
  noteResults(observations: readonly Observation[]): void {
    this.commit(this.#options.pipeline.noteResults(observations))
  }

  #judgeVotes(ids: readonly string[], isNews: boolean): void {
    const { pipeline, votes } = this.#options
    if (votes) this.commit(pipeline.judgeVotes(ids, votes, isNews))
  }

  #tick(): void {
    const { pipeline, state, clock, log } = this.#options
    this.#cancelTick = clock.setTimer(TICK_MS, () => this.#tick())
    try {
      this.commit(pipeline.tick())
      // Votes grow old, and partial outages last, without anybody saying so.
      const ids = state.config.checks.flatMap(({ id, fleet }) => (fleet ? [id] : []))
      this.#judgeVotes(ids, false)
    } catch (error) {
      log.noteBroken('a look at all checks', error)
    }
  }

  #later(ms: number, what: () => Transition): void {
    this.#options.clock.setTimer(ms, () => {
      if (!this.#isStopped) this.commit(what())
    })
  }
}
