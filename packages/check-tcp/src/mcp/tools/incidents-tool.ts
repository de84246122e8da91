import * as v from 'valibot'
import type { MonitorClient } from '../monitor-client.js'
import { defineTool, type Tool } from '../tool.js'

const MAX_INCIDENTS = 100

const limitText = `a whole number from 1 to ${MAX_INCIDENTS}`
const timeText = 'a time such as 2026-03-01T12:00:00Z'

function time(description: string) {
  return v.optional(v.pipe(v.string(timeText), v.description(description)))
}

const schema = v.strictObject({
  id: v.optional(
    v.pipe(
      v.string('a text'),
      v.description('One incident by its id, with the evidence of what was wrong'),
    ),
  ),
  open: v.optional(
    v.pipe(
      v.boolean('true or false'),
      v.description('Only those that are open (true), or that are over (false)'),
    ),
  ),
  check: v.optional(v.pipe(v.string('a text'), v.description('Only those of this check'))),
  from: time('Only those that were open after this time'),
  until: time('Only those that were open before this time'),
  limit: v.optional(
    v.pipe(
      v.number(limitText),
      v.integer(limitText),
      v.minValue(1, limitText),
      v.maxValue(MAX_INCIDENTS, limitText),
      v.description('How many are told at most, the newest first'),
    ),
    20,
  ),
  cursor: v.optional(
    v.pipe(v.string('a text'), v.description('`next` of the answer before, for the next page')),
  ),
})

/** What was wrong, and since when. */
export function incidentsTool(monitor: MonitorClient): Tool {
  return defineTool<v.InferOutput<typeof schema>>({
    name: 'incidents',
    title: 'Incidents of the monitor',
    description:
      'Times during which a check, a location or the monitor itself was not as it should be, the newest first: what failed, since when, whose fault, who has acknowledged it. With `id`, one of them with its evidence.',
    schema,
    async run({ id, ...query }, { signal }) {
      const one = id !== undefined
      const answer = one
        ? await monitor.get(`/api/v1/incidents/${encodeURIComponent(id)}`, {}, signal)
        : await monitor.get('/api/v1/incidents', query, signal)
      if ('problem' in answer) return answer
      return { data: one ? { incidents: [answer.json] } : answer.json }
    },
  })
}
