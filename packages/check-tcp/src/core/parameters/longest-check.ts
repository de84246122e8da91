import type { CheckParameters } from './check-parameters.js'

/** Seconds that a check may take at most, but for what it waits for its turns where limits are set. */
export function longestCheck({
  timeout,
  attempts,
  retry_delay,
}: Pick<CheckParameters, 'timeout' | 'attempts' | 'retry_delay'>): number {
  return attempts * timeout + (attempts - 1) * retry_delay
}
