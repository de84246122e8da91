import { quantile } from '../../core/response-time/histogram.js'
import type { WindowSummary } from '../../core/store/history-queries.js'
import { duration, share, wallTime } from '../../core/wire/codec.js'
import { computed, field, type RecordOf } from '../../core/wire/field.js'
import { describeRecord, nested, type OutsideOf, recordWriter } from '../../core/wire/record.js'
import { COUNTS, ROLLUP, type Rollup, TIME, UPTIME } from '../../core/wire/rollup.js'
import { secondsOf } from '../../core/wire/wire-times.js'

const percentiles = nested({
  p50: field('p50', duration, 'Half were faster'),
  p95: field('p95', duration, '95 % were faster'),
  p99: field('p99', duration, '99 % were faster'),
} as const)

type Percentiles = Pick<WindowSummary, 'p50' | 'p95' | 'p99'>

function knownPercentiles({ p50, p95, p99 }: Percentiles) {
  if (p50 === undefined || p95 === undefined || p99 === undefined) return undefined
  return { p50, p95, p99 }
}

function percentilesField(percentilesOf: (record: never) => Percentiles) {
  return computed(
    'response_time',
    percentiles,
    (record) => knownPercentiles(percentilesOf(record)),
    'Percentiles, within 1 %; lost SYNs and stalls of the monitor left out',
  )
}

const SUCCESS_RATIO = computed(
  'check_success_ratio',
  share,
  ({ good, slow, bad }: Pick<WindowSummary, 'good' | 'slow' | 'bad'>) => {
    const judged = good + slow + bad
    return judged === 0 ? undefined : (good + slow) / judged
  },
  'Share of checks, not of time: (good + slow) / (good + slow + bad). More checks are made while something is wrong',
)

const FIGURES = { ...COUNTS, uptime: UPTIME, time: TIME, successRatio: SUCCESS_RATIO } as const

const { checkId, location, at, failures } = ROLLUP

/** A minute or hour as the API answers it: with figures in place of what they are made of. */
const ROLLUP_ANSWER = {
  ...{ checkId, location, at },
  ...FIGURES,
  percentiles: percentilesField(({ histogram }: Rollup) => ({
    p50: quantile(histogram, 0.5),
    p95: quantile(histogram, 0.95),
    p99: quantile(histogram, 0.99),
  })),
  failures,
} as const

const SUMMARY_ANSWER = {
  ...{ checkId, location },
  from: field('from', wallTime, 'When the window begins'),
  until: field('until', wallTime, 'When it ends'),
  ...FIGURES,
  percentiles: percentilesField((summary: Percentiles) => summary),
} as const

/** What happened to one check within one minute or hour. */
export const rollupSchema = describeRecord(ROLLUP_ANSWER)

export type RollupWire = OutsideOf<typeof ROLLUP_ANSWER>

export const rollupWire = recordWriter<typeof ROLLUP_ANSWER, Rollup>(ROLLUP_ANSWER, secondsOf)

/** What is known of one check over a window. */
export const summarySchema = describeRecord(SUMMARY_ANSWER)

export type SummaryWire = OutsideOf<typeof SUMMARY_ANSWER>

type Summary = RecordOf<typeof SUMMARY_ANSWER> & Percentiles

export const summaryWire = recordWriter<typeof SUMMARY_ANSWER, Summary>(SUMMARY_ANSWER, secondsOf)
