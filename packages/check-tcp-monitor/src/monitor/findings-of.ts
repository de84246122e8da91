import type { LiveCheck } from './live-check.js'
import type { Findings } from './matters.js'

/** What a check's incident says, from what is believed and what was seen last. */
export function findingsOf({ check, state, newest }: LiveCheck): Findings {
  const down = state.incident === 'down'
  const { failure, fault, error, code } = newest ?? {}
  const words = state.flapping ? 'Flapping: it changes all the time' : 'Slower than is normal'
  const said = down ? error : words
  return {
    verdict: down ? 'down' : 'degraded',
    severity: down ? check.severity : check.degradedSeverity,
    ...(failure === undefined ? {} : { failure }),
    ...(fault === undefined ? {} : { fault }),
    ...(said === undefined ? {} : { error: said }),
    ...(code === undefined ? {} : { code }),
  }
}
