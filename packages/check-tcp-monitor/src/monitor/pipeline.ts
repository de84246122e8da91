import type { LocationFault, MonitorPart } from '../core/subject-id.js'
import type { Observation } from '../core/wire/observation.js'
import type { Reply } from '../verdict/connectivity.js'
import { askCanaries, type RoundAnswer } from './connectivity/canary-rounds.js'
import { chooseCanaries, isHere, isSilent } from './connectivity/choose-canaries.js'
import type { LocationTracker } from './connectivity/location-tracker.js'
import { ownAddresses } from './connectivity/own-addresses.js'
import { readFaultNote } from './connectivity/read-fault-note.js'
import type { MonitorContext } from './context.js'
import type { AgentWatch } from './fleet/agent-watch.js'
import type { CoverageWatch } from './fleet/coverage-watch.js'
import { judgeFleetCheck } from './fleet/judge-fleet-check.js'
import { failureEntry, roundEntry, votesEntry } from './incidents/check-entries.js'
import type { IncidentTracker } from './incidents/incident-tracker.js'
import { trackCheck } from './incidents/track-check.js'
import { type CheckRuntime, targetOf } from './judge/check-runtime.js'
import {
  type Judgement,
  judgeCheck,
  keepObservation,
  noteMeasurement,
} from './judge/judge-check.js'
import type { Votes } from './monitor-options.js'
import type { MonitorState } from './monitor-state.js'
import type { Measurement, Measurer } from './observe/measurer.js'
import type { OverdueNews, OverdueWatch } from './observe/overdue-watch.js'
import { joinTransitions, NO_TRANSITION, type Transition } from './transition.js'

/** Results of agents that are older than this are history, and news to nobody; milliseconds. */
const LIVE_MS = 120_000

/** The stages, in their order. */
interface PipelineStages {
  readonly measurer: Measurer
  readonly location: LocationTracker
  readonly tracker: IncidentTracker
  readonly overdue: OverdueWatch
  readonly agents: AgentWatch
  readonly coverage: CoverageWatch
}

/** What one check came to. */
interface Taken {
  readonly observation: Observation
  /** To be committed. */
  readonly transition: Transition
}

/** The line that every check goes along: observe, judge, track the incident, which suppresses and routes its notices. */
export class Pipeline {
  readonly #state: MonitorState
  readonly #stages: PipelineStages

  constructor(state: MonitorState, stages: PipelineStages) {
    this.#state = state
    this.#stages = stages
  }

  /** Makes a check. @returns undefined where the check, or its target, is another one by now */
  async check(id: string, latenessMs: number): Promise<Taken | undefined> {
    const { checks, counter } = this.#state
    const runtime = checks.get(id)
    // What others make is not made here.
    if (!runtime || runtime.check.fleet) return undefined
    const { check } = runtime
    const begunAt = counter.next()
    const measured = await this.#stages.measurer.measure(check, latenessMs)
    if (!measured || checks.get(id) !== runtime) return undefined
    if (targetOf(check) !== targetOf(runtime.check)) return undefined
    return this.#take(runtime, measured, begunAt)
  }

  /**
   * Asks the canaries whether the location is online, and tells those in doubt.
   *
   * @param check makes a check and commits what it comes to
   */
  async canaryRound(
    check: (id: string) => Promise<Observation | undefined>,
  ): Promise<{ readonly answer: RoundAnswer; readonly transition: Transition }> {
    const { rounds, checks, awake, context } = this.#state
    const choose = (suspects: readonly string[]) =>
      chooseCanaries(checks.all(), suspects, ownAddresses(), awake.ms)
    const round = rounds.begin(choose, context.now)
    const replies = await askCanaries(round, async (id) =>
      this.#replyOf(id, round.kind === 'appointed', await check(id)),
    )
    const answer = rounds.conclude(
      round,
      replies,
      round.suspects.some((id) => this.#isSilent(id)),
    )
    return { answer, transition: this.#takeAnswer(answer, this.#state.context) }
  }

  /** What is to be looked at now and then. */
  tick(): Transition {
    const { awake, silences, maintenance, context } = this.#state
    const { location, tracker, overdue } = this.#stages
    awake.tick()
    silences.prune(context.now)
    maintenance.prune(context.now)
    const news = this.#takeNews(overdue.look())
    return joinTransitions(
      ...[news, location.review(context), this.#reviewAgents(), tracker.review(context)],
    )
  }

  /** An agent was heard. */
  noteAgent(location: string, isIsolated: boolean): Transition {
    return this.#stages.agents.note(location, isIsolated) ? this.#reviewAgents() : NO_TRANSITION
  }

  #reviewAgents(): Transition {
    const { config, context } = this.#state
    const locations = (config.locations ?? []).map(({ name }) => name)
    return this.#stages.agents.review(locations, context)
  }

  /** Notes what agents found, which is stored already. */
  noteResults(observations: readonly Observation[]): Transition {
    const { checks, context } = this.#state
    const fresh = observations.filter(({ at }) => context.now - at < LIVE_MS)
    for (const each of fresh) {
      const runtime = checks.get(each.checkId)
      if (!runtime?.check.fleet || (runtime.newest?.at ?? 0) > each.at) continue
      this.#state.observations[each.outcome]++
      runtime.newest = each
    }
    return { events: fresh.map(resultEvent) }
  }

  /**
   * Judges checks by what their locations say now.
   *
   * @param isNews whether one of them has just said something of each
   */
  judgeVotes(ids: readonly string[], votes: Votes, isNews: boolean): Transition {
    const { checks, counter, context } = this.#state
    const judged = ids.map((id) => {
      const runtime = checks.get(id)
      if (!runtime?.check.fleet) return NO_TRANSITION
      const { everyMs, fleet } = runtime.check
      const heard = votes.heard(id, everyMs, fleet.from)
      if (isNews) runtime.observedAt = counter.next()
      return this.#track(runtime, judgeFleetCheck(runtime, heard, context), context)
    })
    return joinTransitions(...judged)
  }

  /** What suppresses notifications may have changed, or what locations see. */
  review(): Transition {
    const { coverage, tracker } = this.#stages
    const { context } = this.#state
    return joinTransitions(coverage.review(context), tracker.review(context))
  }

  /** How many checks a fault of the location concerns, and whether it lasts, is known by now. */
  gatheredFault(fault: LocationFault): Transition {
    return this.#stages.location.gathered(fault, this.#state.context)
  }

  /** Checks that seemed to be overdue had their chance. */
  confirmOverdue(): Transition {
    return this.#takeNews(this.#stages.overdue.confirm())
  }

  #takeNews(news: OverdueNews): Transition {
    const { subjects, context } = this.#state
    const { tracker } = this.#stages
    const tracked = subjects.get('monitor', 'overdue' satisfies MonitorPart, context.location)
    switch (news.kind) {
      case 'none':
        return NO_TRANSITION
      case 'confirm':
        return { followUps: [{ kind: 'confirm-overdue', afterMs: news.afterMs }] }
      case 'report':
        return tracker.report(tracked, news.findings, context.now, context)
      case 'over':
        return tracker.close(tracked, 'up', context)
      default:
        return news satisfies never
    }
  }

  #take(runtime: CheckRuntime, measured: Measurement, begunAt: number): Taken {
    const { counter, awake, observations, rounds, context } = this.#state
    const { observation: found, reply } = measured
    observations[found.outcome]++
    const event = noteMeasurement(runtime, measured, { count: counter.next(), awakeMs: awake.ms })
    if (reply === 'answer' && rounds.isOpen && !isHere(runtime, ownAddresses())) {
      rounds.noteAnswer(runtime.check.id)
    }
    const judged = judgeCheck(runtime, event, context)
    const observation = keepObservation(runtime, found, context)
    const tracked = this.#track(runtime, judged, context)
    const failure = failureEntry(runtime, context.now)
    const isUnknown = runtime.state.verdict === 'unknown' && found.outcome === 'unknown'
    const note = isUnknown ? readFaultNote(measured, begunAt) : undefined
    const fault = this.#stages.location.noteFault(runtime.check.id, note, context)
    const result = { observations: [observation], events: [resultEvent(observation)] }
    return { observation, transition: joinTransitions(result, tracked, failure, fault) }
  }

  #track(runtime: CheckRuntime, judged: Judgement, context: MonitorContext): Transition {
    const { tracker } = this.#stages
    const tracked = trackCheck(
      runtime,
      judged,
      { tracker, count: this.#state.counter.last },
      context,
    )
    const doubt = judged.isInDoubt ? this.#doubt(runtime, context) : NO_TRANSITION
    const votes = votesEntry(runtime, context.now)
    return joinTransitions(tracked, judged.transition, votes, doubt)
  }

  /** A check is in doubt until the canaries were asked; one that was answered knows by itself. */
  #doubt(runtime: CheckRuntime, context: MonitorContext): Transition {
    if (runtime.reply === 'answer') return this.#noteConnectivity(runtime, 'online', context)
    return { followUps: [{ kind: 'canary-round', suspect: runtime.check.id }] }
  }

  #noteConnectivity(
    runtime: CheckRuntime,
    kind: RoundAnswer['event'],
    context: MonitorContext,
  ): Transition {
    // Whether the network works matters for a service of this machine as little as it is known.
    runtime.unwitnessed = kind === 'unwitnessed' && !isHere(runtime, ownAddresses())
    const judged = judgeCheck(runtime, { kind, at: context.now }, context)
    return this.#track(runtime, judged, context)
  }

  #takeAnswer(answer: RoundAnswer, context: MonitorContext): Transition {
    const { location } = this.#stages
    const changed = location.noteChange(answer, context)
    const round = roundEntry(answer, context)
    const noted = answer.suspects.map((id) => {
      const runtime = context.checks.get(id)
      if (!runtime) return NO_TRANSITION
      runtime.round = round
      return this.#noteConnectivity(runtime, answer.event, context)
    })
    return joinTransitions(changed, ...noted, location.conclude(answer, context))
  }

  /** What a canary's check tells of the network: this machine's own answers tell nothing of it. */
  #replyOf(id: string, isAppointed: boolean, observation: Observation | undefined): Reply {
    const runtime = this.#state.checks.get(id)
    if (!runtime?.reply) return 'nothing'
    const { reply } = runtime
    if (reply !== 'answer' || !isHere(runtime, ownAddresses())) return reply
    // Who appoints a service of this machine means it, such as a tunnel to elsewhere.
    if (isAppointed) return observation?.outcome === 'bad' ? 'silence' : 'answer'
    return 'nothing'
  }

  #isSilent(id: string): boolean {
    const runtime = this.#state.checks.get(id)
    return runtime !== undefined && isSilent(runtime)
  }
}

function resultEvent(observation: Observation) {
  return { type: 'result', at: observation.at, data: observation } as const
}
