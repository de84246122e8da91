import type { Checker, CheckResult, CheckTcpConnectionParameters } from 'check-tcp'
import type { MonitoredCheck } from '../core/check.js'
import type { Clock } from '../core/clock.js'
import type { Normals } from '../core/normal.js'
import type { Observation } from '../core/observation.js'
import { observationOf } from './observe.js'
import type { Doubt, StallWatch } from './stall-watch.js'

export interface MeasurerOptions {
  readonly clock: Clock
  readonly checker: Pick<Checker, 'check'>
  readonly location: string
  readonly normals: Normals
  readonly stalls: StallWatch
  readonly isBlind: () => boolean
  /** Ends the checks under way when the monitor stops. */
  readonly signal: AbortSignal
}

/** What one check found: what is kept of it, and what to do about it. */
export interface Measurement {
  readonly observation: Observation
  readonly advice: string | undefined
}

/** Makes single checks, and turns their results into observations. */
export class Measurer {
  readonly #options: MeasurerOptions

  constructor(options: MeasurerOptions) {
    this.#options = options
  }

  /** @returns undefined where the monitor stopped meanwhile: what was cut off tells nothing and is not kept */
  async measure(check: MonitoredCheck, latenessMs: number): Promise<Measurement | undefined> {
    const { checker, clock, location, normals, stalls, isBlind, signal } = this.#options
    const mark = stalls.begin()
    const parameters = check.parameters as CheckTcpConnectionParameters
    let result: CheckResult
    let doubt: Doubt
    try {
      result = await checker.check(parameters, { signal, tags: check.tags })
    } catch (error) {
      return { observation: this.#broken(check, error), advice: undefined }
    } finally {
      doubt = stalls.end(mark, check.parameters.timeout * 1_000)
    }
    if (signal.aborted) return undefined
    const at = clock.wallMs()
    const observation = observationOf(check, result, {
      location,
      at,
      latenessMs: Math.round(latenessMs),
      doubt,
      blind: isBlind(),
      normal: normals.of(check.id, at),
    })
    return { observation, advice: result.details.advice?.[0] }
  }

  /** A check that broke is no finding about its target, and is kept all the same. */
  #broken(check: MonitoredCheck, error: unknown): Observation {
    return {
      checkId: check.id,
      location: this.#options.location,
      at: this.#options.clock.wallMs(),
      outcome: 'unknown',
      attempts: 0,
      failure: 'unknown',
      fault: 'local',
      error: error instanceof Error ? error.message : String(error),
    }
  }
}
