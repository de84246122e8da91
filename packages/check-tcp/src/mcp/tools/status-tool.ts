import * as v from 'valibot'
import type { MonitorClient } from '../monitor-client.js'
import { defineTool, type Tool } from '../tool.js'

/** More than a model can make use of, and less than its window. */
const MAX_CHECKS = 200

const VERDICTS = ['pending', 'up', 'degraded', 'down', 'unknown'] as const

/** What of a check is told: enough to see what is wrong, for many checks at once. */
const CHECK_FIELDS = [
  'target',
  'location',
  'tags',
  'verdict',
  'since',
  'flapping',
  'stale',
  'incident',
  'newest',
  'suppressed_by',
  'advice',
  'locations',
] as const

const limitText = `a whole number from 1 to ${MAX_CHECKS}`

const schema = v.strictObject({
  check: v.optional(
    v.pipe(v.string('a text'), v.description('The name of one check: only this one is told')),
  ),
  verdict: v.optional(
    v.pipe(
      v.picklist(VERDICTS, `one of ${VERDICTS.join(', ')}`),
      v.description('Only checks with this verdict'),
    ),
  ),
  tag: v.optional(v.pipe(v.string('a text'), v.description('Only checks with this tag'))),
  limit: v.optional(
    v.pipe(
      v.number(limitText),
      v.integer(limitText),
      v.minValue(1, limitText),
      v.maxValue(MAX_CHECKS, limitText),
      v.description('How many checks are told at most'),
    ),
    50,
  ),
  cursor: v.optional(
    v.pipe(v.string('a text'), v.description('`next` of the answer before, for the next page')),
  ),
})

/** How the monitor is, and its checks. */
export function statusTool(monitor: MonitorClient): Tool {
  return defineTool<v.InferOutput<typeof schema>>({
    name: 'status',
    title: 'Status of the monitor and its checks',
    description:
      "The monitor's own figures (how many checks are up, degraded, down or unknown, whether its location is isolated) and its checks with what it believes of each now. `verdict: down` tells what is down. Nothing is checked: this is what the monitor knows.",
    schema,
    async run({ check, verdict, tag, limit, cursor }, { signal }) {
      const fields = ['id', ...CHECK_FIELDS].join(',')
      const [figures, checks] = await Promise.all([
        monitor.get('/api/v1/status', {}, signal),
        check === undefined
          ? monitor.get('/api/v1/checks', { verdict, tag, limit, cursor, fields }, signal)
          : monitor.get(`/api/v1/checks/${encodeURIComponent(check)}`, {}, signal),
      ])
      if ('problem' in figures) return figures
      if ('problem' in checks) return checks
      const page = check === undefined ? checks.json : { checks: [checks.json] }
      return { data: { monitor: figures.json, ...page } }
    },
  })
}
