import type { LiveCheck } from './live-check.js'
import type { Findings } from './matters.js'

const NOBODY_ELSE = 'no other host could be asked whether this location sees'

/** What a check's incident says, from what is believed and what was seen last. */
export function findingsOf(live: LiveCheck): Findings {
  const { check, state, newest } = live
  const down = state.incident === 'down'
  const { failure, fault, error, code } = newest ?? {}
  const words = state.flapping ? 'Flapping: it changes all the time' : 'Slower than is normal'
  const seen = live.unwitnessed ? `${error}; ${NOBODY_ELSE}` : error
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
