import type { Checker, CheckResult, TlsResult } from 'check-tcp'
import { expiryWords } from 'check-tcp/words'
import type { MonitoredCheck } from '../../core/config/check.js'
import type { Baselines } from '../../core/response-time/baseline.js'
import type { Clock } from '../../core/time/clock.js'
import type { Observation } from '../../core/wire/observation.js'
import type { Reply } from '../../verdict/connectivity.js'
import type { Connectivity } from '../connectivity/connectivity.js'
import { buildObservation } from './build-observation.js'
import { observationValidMs } from './overdue.js'
import { readHindrance } from './read-hindrance.js'
import { readAddresses, readReply } from './read-reply.js'
import type { Doubt, StallWatch } from './stall-watch.js'

interface MeasurerOptions {
  readonly clock: Clock
  readonly checker: Pick<Checker, 'check'>
  readonly location: string
  readonly baselines: Baselines
  readonly stalls: StallWatch
  readonly connectivity: Connectivity
  /** Ends the checks under way when the monitor stops. */
  readonly signal: AbortSignal
}

/** What one check found: what is kept of it, and what to do about it. */
export interface Measurement {
  readonly observation: Observation
  readonly advice: string | undefined
  readonly reply: Reply
  /** The addresses that were asked. */
  readonly addresses: readonly string[]
  /** What of this machine kept it from knowing, in words, where anything did. */
  readonly hindrance: string | undefined
  /** The name servers that failed it. */
  readonly nameServers?: readonly string[]
  /** What the handshake told, where TLS was spoken. */
  readonly tls?: TlsResult | undefined
  /** What is amiss with a target that was found as expected, in words. */
  readonly concern?: string | undefined
}

/** By which rules of the policy know the checks of a monitor's own schedule. */
const CALLER = 'monitor'

const RENEW = 'Renew the certificate before it expires, and have the service load it'

/** What the check is recorded as made for. */
function taskOf({ id, file, line, written }: MonitoredCheck) {
  return { name: id, file, line, ...(written ? { written } : {}) }
}

/** Makes single checks, and turns their results into observations. */
export class Measurer {
  readonly #options: MeasurerOptions

  constructor(options: MeasurerOptions) {
    this.#options = options
  }

  /** @returns undefined where the monitor stopped meanwhile: what was cut off tells nothing and is not kept */
  async measure(check: MonitoredCheck, latenessMs: number): Promise<Measurement | undefined> {
    const { checker, clock, location, baselines, stalls, connectivity, signal } = this.#options
    // What was begun while isolated tells nothing, even if the location is online when it ends.
    const wasIsolated = connectivity.isIsolated
    const mark = stalls.begin()
    let result: CheckResult
    let doubt: Doubt
    try {
      result = await checker.check(check.parameters, {
        ...{ signal, tags: check.tags, caller: CALLER },
        task: taskOf(check),
      })
    } catch (error) {
      return this.#broken(check, error)
    } finally {
      doubt = stalls.end(mark, check.parameters.timeout * 1_000)
    }
    if (signal.aborted) return undefined
    const at = clock.wallMs()
    const reply = readReply(result, doubt.failures)
    const observation = buildObservation(check, result, {
      location,
      at,
      latenessMs: Math.round(latenessMs),
      doubt,
      isIsolated: wasIsolated || connectivity.isIsolated,
      reply,
      baseline: baselines.of(check.id, at),
    })
    const { advice, expiring, tls, name_servers } = result.details
    return {
      observation,
      advice: advice?.[0] ?? (expiring ? RENEW : undefined),
      tls,
      concern: expiring && tls && expiryWords(tls, at),
      reply,
      addresses: readAddresses(result),
      hindrance: readHindrance(observation, doubt),
      ...(name_servers ? { nameServers: name_servers } : {}),
    }
  }

  /** A check that broke is no finding about its target, and is kept all the same. */
  #broken(check: MonitoredCheck, error: unknown): Measurement {
    const text = error instanceof Error ? error.message : String(error)
    const observation: Observation = {
      checkId: check.id,
      location: this.#options.location,
      at: this.#options.clock.wallMs(),
      outcome: 'unknown',
      attempts: 0,
      failure: 'unknown',
      fault: 'local',
      error: text,
      validMs: observationValidMs(check),
    }
    return { observation, advice: undefined, reply: 'nothing', addresses: [], hindrance: text }
  }
}
