import { countOf, type Histogram, quantile } from '../core/histogram.js'
import { normalOf } from './normal-of.js'

/** What the history says a check's parameters should be. Seconds, as the config has them. */
export interface Proposal {
  readonly expected_response_time: number
  readonly timeout: number
  /** From what it was concluded, for a comment beside it. */
  readonly because: string
}

/**
 * Three lost SYNs: Linux sends them again after 1, 2 and 3 s (ip-sysctl, tcp_syn_linear_timeouts), so a shorter timeout
 * takes ordinary loss for an outage.
 */
const LEAST_TIMEOUT = 4

/** A timeout is for what never answers; ten times the slowest ordinary answer is no ordinary answer. */
const TIMEOUT_FACTOR = 10

/** @returns undefined for too few samples */
export function propose(histogram: Histogram): Proposal | undefined {
  const normal = normalOf(histogram)
  const p99 = quantile(histogram, 0.99)
  if (!normal || p99 === undefined) return undefined
  const p50 = normal.typicalMs
  const expected = roundUp(Math.max(normal.highMs, p99) / 1_000)
  const timeout = Math.max(LEAST_TIMEOUT, Math.ceil((TIMEOUT_FACTOR * p99) / 1_000))
  return {
    expected_response_time: expected,
    timeout,
    because: `from ${countOf(histogram)} samples: median ${text(p50)}, p99 ${text(p99)}`,
  }
}

/** To two significant digits, upwards. */
function roundUp(seconds: number): number {
  const unit = 10 ** (Math.floor(Math.log10(seconds)) - 1)
  return Number((Math.ceil(seconds / unit) * unit).toPrecision(2))
}

function text(ms: number): string {
  return ms < 1 ? `${Math.round(ms * 1_000)} us` : `${Number(ms.toPrecision(3))} ms`
}
