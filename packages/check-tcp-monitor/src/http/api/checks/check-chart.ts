import * as v from 'valibot'
import { LEVEL_MS, type Level } from '../../../core/level.js'
import { secondsOf } from '../../../core/wire/wire-times.js'
import { binRollups } from '../../figures/bin-rollups.js'
import { integerText } from '../../wire/query-words.js'
import { seconds, shortText } from '../../wire/words.js'
import { findCheck } from '../endpoint/find-check.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { readWindow, windowEntries } from '../endpoint/read-window.js'
import { checkPath } from './checks.js'

/** More than a screen has columns. */
const MAX_POINTS = 1_000
const DEFAULT_POINTS = 600

/** Up to this, minutes are read: 3 days of them. Hours above. */
const MAX_MINUTES = 4_400

const times = v.array(v.nullable(seconds))
const counts = v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))
const spent = v.array(seconds)

/** Bins of one length in columns. */
const chartSchema = v.strictObject({
  step: v.pipe(seconds, v.description('How long each bin is')),
  start: v.pipe(counts, v.description('When each begins: whole seconds since 1970')),
  p50: v.pipe(times, v.description('Response times; null where nothing connected')),
  p95: times,
  p99: times,
  good: counts,
  slow: counts,
  bad: counts,
  unknown: counts,
  lost_syns: counts,
  up: v.pipe(spent, v.description('Seconds of the bin, as all that follow')),
  down: spent,
  unseen: v.pipe(spent, v.description('Of which it is known that nothing can be known')),
  maintenance: spent,
  failures: v.pipe(
    v.record(v.string(), v.record(v.string(), v.pipe(v.number(), v.integer()))),
    v.description('By bin, where there are any: how many of each'),
  ),
})

export type ChartWire = v.InferInput<typeof chartSchema>

export const getChart = jsonEndpoint({
  id: 'getChart',
  method: 'GET',
  path: '/api/v1/checks/{id}/chart',
  summary:
    'What happened to one check, in columns of a chart: bins of one length, the oldest first',
  pathEntries: checkPath,
  queryEntries: {
    ...windowEntries,
    location: v.optional(
      v.pipe(shortText, v.description('What this location saw; all together if left out')),
    ),
    points: v.optional(
      v.pipe(
        integerText(1, MAX_POINTS),
        v.description(
          `At most so many bins, each at least a minute; ${DEFAULT_POINTS} if left out`,
        ),
      ),
    ),
  },
  answer: chartSchema,
  problems: ['not_found', 'store_unavailable'],
  async handle({ path, query }, tools) {
    const { id } = findCheck(path.id, tools)
    const { location, points = DEFAULT_POINTS } = query
    const { clock, store } = tools.options
    const window = readWindow(query, clock.wallMs())
    const length = window.until - window.from
    const level: Level = length / LEVEL_MS.minute > MAX_MINUTES ? 'hour' : 'minute'
    const stepMs = Math.max(1, Math.ceil(length / LEVEL_MS[level] / points)) * LEVEL_MS[level]
    const series = { checkId: id, ...(location === undefined ? {} : { location }) }
    const rollups = await store.queries.rollups(series, level, window)
    const bins = binRollups(rollups, stepMs)
    const of = <T>(value: (bin: (typeof bins)[number]) => T) => bins.map(value)
    const secondsIn = (ms: number | undefined) => (ms === undefined ? null : secondsOf(ms))
    return {
      step: secondsOf(stepMs),
      start: of(({ at }) => Math.floor(at / 1_000)),
      p50: of(({ p50 }) => secondsIn(p50)),
      p95: of(({ p95 }) => secondsIn(p95)),
      p99: of(({ p99 }) => secondsIn(p99)),
      good: of(({ good }) => good),
      slow: of(({ slow }) => slow),
      bad: of(({ bad }) => bad),
      unknown: of(({ unknown }) => unknown),
      lost_syns: of(({ lost }) => lost),
      up: of(({ time }) => secondsOf(time.up)),
      down: of(({ time }) => secondsOf(time.down)),
      unseen: of(({ time }) => secondsOf(time.unknown)),
      maintenance: of(({ time }) => secondsOf(time.maintenance)),
      failures: Object.fromEntries(
        bins.flatMap(({ failures }, index) =>
          failures.size > 0 ? [[index, Object.fromEntries(failures)]] : [],
        ),
      ),
    }
  },
})
