import type { Router } from '../core/alert/router.js'
import type { MonitorConfig } from '../core/config/monitor-config.js'
import type { Baselines } from '../core/response-time/baseline.js'
import type { Clock } from '../core/time/clock.js'
import { CanaryRounds } from './connectivity/canary-rounds.js'
import type { MonitorContext } from './context.js'
import { EventCounter } from './event-counter.js'
import { TrackedSubjects } from './incidents/tracked-subjects.js'
import { CheckRegistry } from './judge/check-registry.js'
import { AwakeTime } from './observe/awake-time.js'
import { PlannedWindows } from './suppress/planned-windows.js'

/** How often suppressed notices, reminders and overdue checks are looked at. */
export const TICK_MS = 10_000

/** Everything that the monitor knows while it runs: small states, each changed by one stage and read by others. */
export class MonitorState {
  readonly counter = new EventCounter()
  readonly checks = new CheckRegistry()
  readonly subjects = new TrackedSubjects()
  readonly rounds = new CanaryRounds(this.counter)
  readonly silences = new PlannedWindows()
  readonly maintenance = new PlannedWindows()
  readonly awake: AwakeTime
  readonly observations = { good: 0, slow: 0, bad: 0, unknown: 0 }
  config: MonitorConfig
  configLoadedAt: number
  router: Router
  reloadProblem: string | undefined
  /** Wall milliseconds, of that. */
  reloadFailedAt: number | undefined
  readonly #clock: Clock
  readonly #baselines: Baselines

  constructor(parts: {
    readonly clock: Clock
    readonly config: MonitorConfig
    readonly router: Router
    readonly baselines: Baselines
  }) {
    this.#clock = parts.clock
    this.#baselines = parts.baselines
    this.awake = new AwakeTime(parts.clock, TICK_MS)
    this.config = parts.config
    this.router = parts.router
    this.configLoadedAt = parts.clock.wallMs()
  }

  /** What the stages may look at now. */
  get context(): MonitorContext {
    const { checks, subjects, rounds, silences, maintenance, router } = this
    return {
      now: this.#clock.wallMs(),
      location: this.config.location,
      checks,
      subjects,
      connectivity: rounds,
      silences,
      maintenance,
      router,
      baselines: this.#baselines,
    }
  }
}
