import { countOf, type Histogram, quantile } from '../core/response-time/histogram.js'
import { deriveBaseline } from './derive-baseline.js'

/** What the history knows of a check, and what the config says now. Seconds, as the config has them. */
export interface Evidence {
  /** Response times. */
  readonly histogram: Histogram
  /** SYNs that had to be retransmitted. */
  readonly lostSyns: number
  /** Share of the time; undefined where it is not known. */
  readonly uptime: number | undefined
  readonly timeout: number
  readonly expectedResponseTime: number | undefined
}

/** What a parameter of a check should be, for a config with comments. */
export interface ProposedValue {
  readonly key: 'timeout' | 'expected_response_time'
  /** Seconds. */
  readonly value: number
  /** What it is now, from any level of the config; absent where there is no limit yet. */
  readonly was?: number
  readonly because: string
}

/**
 * Three lost SYNs: Linux sends them again after 1, 2 and 3 s (ip-sysctl, tcp_syn_linear_timeouts), so a shorter timeout
 * takes ordinary loss for an outage.
 */
const LOSS_TIMEOUT = 4

/** A timeout is for what never answers; ten times the slowest ordinary answer is no ordinary answer. */
const TIMEOUT_FACTOR = 10

/** Of the timeout; ordinary answers that take longer soon run into it. */
const TIGHT_SHARE = 0.5

/**
 * What to change. A longer timeout or a higher limit makes an outage found later, so it is proposed only for a reason,
 * which stands first in `because`.
 *
 * @returns undefined for too few samples; an empty list where all is well as it is
 */
export function propose(evidence: Evidence): readonly ProposedValue[] | undefined {
  const { histogram, uptime } = evidence
  const baseline = deriveBaseline(histogram)
  const p99 = quantile(histogram, 0.99)
  if (!baseline || p99 === undefined) return undefined
  const up = uptime === undefined ? '' : `, up ${percent(uptime)} of the time`
  const median = text(baseline.typicalMs)
  const facts = `from ${countOf(histogram)} samples: median ${median}, p99 ${text(p99)}${up}`
  const values = [
    expectedResponseTime(evidence, Math.max(baseline.highMs, p99) / 1_000, p99 / 1_000),
    timeout(evidence, p99 / 1_000),
  ]
  return values.flatMap((value) => {
    if (!value) return []
    const { reason, ...proposed } = value
    return [{ ...proposed, because: reason === undefined ? facts : `${reason}; ${facts}` }]
  })
}

type Proposed = Omit<ProposedValue, 'because'> & { readonly reason?: string }

function expectedResponseTime(
  { expectedResponseTime: was }: Evidence,
  high: number,
  p99: number,
): Proposed | undefined {
  const key = 'expected_response_time'
  const value = roundUp(high)
  if (was === undefined) return { key, value }
  if (value < was) return { key, value, was }
  // A stricter limit that ordinary answers keep to is what somebody wants.
  if (p99 <= was) return undefined
  return { key, value, was, reason: 'more than 1 % of the answers are slower than the limit' }
}

function timeout({ timeout: was, lostSyns }: Evidence, p99: number): Proposed | undefined {
  const key = 'timeout'
  const value = Math.max(LOSS_TIMEOUT, Math.ceil(TIMEOUT_FACTOR * p99))
  if (value < was) return { key, value, was }
  if (value === was) return undefined
  if (p99 > TIGHT_SHARE * was) {
    return { key, value, was, reason: `ordinary answers take more than half of ${was} s` }
  }
  if (lostSyns === 0 || was >= LOSS_TIMEOUT) return undefined
  const lost = lostSyns === 1 ? '1 SYN was' : `${lostSyns} SYNs were`
  const reason = `${lost} lost, and three lost in a row take ${LOSS_TIMEOUT} s`
  return { key, value: LOSS_TIMEOUT, was, reason }
}

/** To two significant digits, upwards. */
function roundUp(seconds: number): number {
  const unit = 10 ** (Math.floor(Math.log10(seconds)) - 1)
  return Number((Math.ceil(seconds / unit) * unit).toPrecision(2))
}

function text(ms: number): string {
  return ms < 1 ? `${Math.round(ms * 1_000)} us` : `${Number(ms.toPrecision(3))} ms`
}

/** Downwards, so that only what was always up is said to have been. */
function percent(share: number): string {
  return `${Math.floor(share * 1e5) / 1e3} %`
}
