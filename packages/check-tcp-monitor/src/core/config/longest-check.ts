import type { MonitoredCheck } from './check.js'

/**
 * Milliseconds that one check can take at most: each attempt its `timeout`, and `hold` beyond it where that is asked
 * for, with `retry_delay` between two attempts.
 */
export function longestCheckMs(parameters: MonitoredCheck['parameters']): number {
  const attempts = numberOf(parameters.attempts, 1)
  const attempt = parameters.timeout + numberOf(parameters.hold, 0)
  return Math.round(
    (attempts * attempt + (attempts - 1) * numberOf(parameters.retry_delay, 1)) * 1_000,
  )
}

function numberOf(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise
}
