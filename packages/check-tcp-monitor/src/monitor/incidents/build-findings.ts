import { causeInWords } from 'check-tcp/words'
import { milliseconds } from '../../alert/wording/times.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Observation } from '../../core/wire/observation.js'
import { compareLocations } from '../fleet/compare-locations.js'
import type { FleetState } from '../fleet/judge-locations.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import { capitalised } from '../text/capitalised.js'

/** What an incident says, besides its times and its identity. */
export type Findings = Pick<Incident, 'verdict' | 'severity'> &
  Partial<Pick<Incident, 'failure' | 'fault' | 'error' | 'code'>>

const NOBODY_ELSE = 'no other host could be asked whether this location is online'

/** What a check's incident says, from what is believed and what was seen last. */
export function buildFindings(runtime: CheckRuntime): Findings {
  const { check, state, newest, concern } = runtime
  if (runtime.fleet) return buildJointFindings(runtime, runtime.fleet)
  const down = state.incident === 'down'
  const { failure, fault, code } = newest ?? {}
  const error = newest && errorWithReason(newest)
  const slow = concern === undefined ? slownessInWords(runtime) : capitalised(concern)
  const words = state.flapping ? 'Flapping: its state keeps changing' : slow
  const seen = runtime.unwitnessed ? `${error}; ${NOBODY_ELSE}` : error
  const said = down ? seen : words
  return {
    verdict: down ? 'down' : 'degraded',
    severity: down ? check.severity : check.degradedSeverity,
    ...(failure === undefined ? {} : { failure }),
    ...(fault === undefined ? {} : { fault }),
    ...(said === undefined ? {} : { error: said }),
    ...(code === undefined ? {} : { code }),
  }
}

/** What the incident says of a check that several locations make: what they prove together. */
function buildJointFindings({ check, state }: CheckRuntime, fleet: FleetState): Findings {
  const heard = fleet.evidence ?? fleet.heard
  const down = state.incident === 'down'
  const verdict = down ? 'down' : 'degraded'
  const severity = down ? check.severity : check.degradedSeverity
  if (!heard.some((each) => each.verdict === 'down')) {
    return { verdict, severity, error: 'Slower than it should be' }
  }
  const { error, fault, failure } = compareLocations(heard)
  return { verdict, severity, error, fault, ...(failure === undefined ? {} : { failure }) }
}

/** What failed, and why where more is known: `Certificate not trusted: the certificate is self-signed`. */
function errorWithReason({ error, failure, cause }: Observation): string | undefined {
  if (error === undefined || cause === undefined) return error
  const why = causeInWords(cause)
  // It says all that the error does, and when.
  if (failure === 'certificate_expired') return capitalised(why)
  return `${error}: ${why}`
}

/** By how much, where a limit is fixed: `85.7 ms, over the limit of 50 ms`. */
function slownessInWords({ check, newest }: CheckRuntime): string {
  const { expectedResponseMs: limit } = check
  const response = newest?.responseMs
  if (response === undefined || limit === undefined || response <= limit) {
    return 'Slower than normal'
  }
  const [taken, allowed] = [milliseconds(response), milliseconds(limit)]
  // A little over it rounds to the same.
  return `${taken === allowed ? `${response} ms` : taken}, over the limit of ${allowed}`
}
