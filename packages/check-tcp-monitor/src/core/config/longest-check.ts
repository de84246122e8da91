import type { CheckParameters } from 'check-tcp/parameters'

/**
 * Milliseconds that one check can take at most: each attempt its `timeout`, and `hold` beyond it where that is asked
 * for, with `retry_delay` between two attempts.
 */
export function longestCheckMs({
  timeout,
  attempts,
  retry_delay,
  hold = 0,
}: Pick<CheckParameters, 'timeout' | 'attempts' | 'retry_delay' | 'hold'>): number {
  return Math.round((attempts * (timeout + hold) + (attempts - 1) * retry_delay) * 1_000)
}
