import * as v from 'valibot'
import type { StoreHealth } from '../../core/store/store-admin.js'
import { momentOf, secondsOf } from '../../core/wire/wire-times.js'
import { countVerdicts } from '../figures/count-verdicts.js'
import { healthWithin } from '../figures/store-health.js'
import { count, known, moment, seconds } from '../wire/words.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'

const storeSchema = v.strictObject({
  ok: v.boolean(),
  problem: v.optional(v.string()),
  bytes: v.optional(count),
  stored: v.optional(v.pipe(count, v.description('Results since the store was opened'))),
  commit_time: v.optional(v.pipe(seconds, v.description('Of the newest commit'))),
  waiting: v.optional(v.pipe(count, v.description('Batches that are not on disk yet'))),
})

const deliverySchema = v.strictObject({
  channel: v.string(),
  delivered: count,
  failed: count,
  refused: count,
  pending: v.optional(count),
})

const statusSchema = v.strictObject({
  version: v.string(),
  location: v.string(),
  time: moment,
  uptime: v.pipe(seconds, v.description('Since the API was opened')),
  isolated: v.pipe(v.boolean(), v.description('This location is cut off')),
  checks: v.strictObject({
    total: count,
    overdue: count,
    under_way: count,
    by_verdict: v.strictObject({
      pending: count,
      up: count,
      degraded: count,
      down: count,
      unknown: count,
    }),
  }),
  results: v.pipe(
    v.strictObject({
      good: count,
      slow: count,
      bad: count,
      unknown: count,
      held: v.pipe(count, v.description('Not on disk yet')),
      dropped: v.pipe(count, v.description('Dropped because the store was not available for long')),
    }),
    v.description('Since the monitor was started'),
  ),
  schedule: v.strictObject({ begun: count, overrun: count, missed: count }),
  store: storeSchema,
  config: v.strictObject({
    files: count,
    loaded_at: moment,
    problem: v.optional(v.pipe(v.string(), v.description('Why a newer one was not accepted'))),
  }),
  deliveries: v.array(deliverySchema),
})

export type StatusWire = v.InferInput<typeof statusSchema>

export const getStatus = jsonEndpoint({
  id: 'getStatus',
  method: 'GET',
  path: '/api/v1/status',
  summary: "The monitor's own figures",
  pathEntries: {},
  queryEntries: {},
  answer: statusSchema,
  async handle(_request, { options, openedAtMs }) {
    const { clock, monitor, store, version, deliveries } = options
    const figures = monitor.figures()
    const health = await healthWithin(store, clock)
    const { files, location } = options.config()
    const verdicts = await countVerdicts(monitor)
    return {
      version,
      location,
      time: momentOf(clock.wallMs()),
      uptime: secondsOf(clock.monotonicMs() - openedAtMs),
      isolated: figures.isolated,
      checks: {
        total: monitor.config.checks.length,
        overdue: figures.overdue,
        under_way: figures.underWay,
        by_verdict: verdicts,
      },
      results: { ...figures.observations, held: figures.held, dropped: figures.dropped },
      schedule: { begun: figures.begun, overrun: figures.overrun, missed: figures.missed },
      store: storeWire(health, figures.storeProblem),
      config: known({
        files: files.length,
        loaded_at: momentOf(figures.configLoadedAt),
        problem: figures.reloadProblem,
      }),
      deliveries: (deliveries?.() ?? []).map((each) => known({ ...each, pending: each.pending })),
    }
  },
})

function storeWire(health: StoreHealth | string, writing: string | undefined) {
  if (typeof health === 'string') return { ok: false, problem: health }
  const problem = writing ?? health.problem
  const { bytes, stored, commitMs, waiting } = health
  return known({
    ok: health.ok && problem === undefined,
    problem,
    bytes,
    stored,
    commit_time: secondsOf(commitMs),
    waiting,
  })
}
