import type { CheckResult } from '../../core/wire/result.js'
import { formatDuration } from '../text/duration.js'

/** `36 ms slower than the expected 50.0 ms`; `undefined` where it was as fast as expected, or nothing was. */
export function slowness({ response_time, details }: CheckResult): string | undefined {
  if (!details.slow) return undefined
  const { expected_response_time: expected } = details
  if (expected === undefined) return 'slower than the expected response time'
  return `${formatDuration(response_time - expected)} slower than the expected ${formatDuration(expected)}`
}
