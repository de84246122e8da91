import { randomUUID } from 'node:crypto'
import { quote } from 'check-tcp/words'
import * as v from 'valibot'
import type { OneOffMaintenance } from '../../core/wire/planned-window.js'
import { byEntry, byWhom } from '../access/by-whom.js'
import { HttpProblem } from '../problem/http-problem.js'
import { maintenanceSchema, silenceWire } from '../wire/silence-wire.js'
import { longText, shortText, time } from '../wire/words.js'
import { durably } from './endpoint/durably.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'
import { LONGEST_SECONDS, lastingEntries, unmatched, untilOf } from './endpoint/lasting.js'
import { invalid } from './endpoint/read-request.js'

export const listMaintenance = jsonEndpoint({
  id: 'listMaintenance',
  method: 'GET',
  path: '/api/v1/maintenance',
  summary: 'Maintenance that comes once and is not over; the windows of the config are not here',
  pathEntries: {},
  queryEntries: {},
  answer: v.strictObject({ maintenance: v.array(maintenanceSchema) }),
  handle: (_request, { options: { monitor } }) => ({
    maintenance: monitor.plannedMaintenance().map(silenceWire),
  }),
})

export const planMaintenance = jsonEndpoint({
  id: 'planMaintenance',
  method: 'POST',
  path: '/api/v1/maintenance',
  summary: 'Maintenance of a check, of all with a tag, or of all checks, once',
  pathEntries: {},
  queryEntries: {},
  bodyEntries: {
    matches: v.pipe(shortText, v.description('A check, `tag:NAME`, or `*` for all')),
    from: v.optional(v.pipe(time, v.description('Now if left out'))),
    ...lastingEntries,
    by: byEntry,
    note: v.optional(longText),
  },
  audited: ['matches', 'from', 'until', 'for'],
  status: 201,
  answer: maintenanceSchema,
  problems: ['store_unavailable'],
  async handle({ body, caller }, { options: { clock, monitor } }) {
    const now = Math.floor(clock.wallMs())
    const from = body.from === undefined ? now : Date.parse(body.from)
    if (from > now + LONGEST_SECONDS * 1_000) {
      const message = `\`from\` must be within ${LONGEST_SECONDS / 86_400} days`
      throw invalid([{ in: 'body', name: 'from', message }])
    }
    const until = untilOf(body, from, now)
    const { matches, note } = body
    const message = matches === '*' ? undefined : unmatched(matches, monitor.config)
    if (message !== undefined) throw invalid([{ in: 'body', name: 'matches', message }])
    const maintenance: OneOffMaintenance = {
      id: randomUUID(),
      matches,
      from,
      until,
      by: byWhom(body.by, caller),
      ...(note === undefined ? {} : { note }),
    }
    await durably(clock, monitor.planMaintenance(maintenance))
    return silenceWire(maintenance)
  },
})

export const endMaintenance = jsonEndpoint({
  id: 'endMaintenance',
  method: 'DELETE',
  path: '/api/v1/maintenance/{id}',
  summary: 'Ends maintenance now, or cancels what has not begun',
  pathEntries: { id: shortText },
  queryEntries: {},
  answer: maintenanceSchema,
  problems: ['not_found', 'store_unavailable'],
  async handle({ path }, { options: { clock, monitor } }) {
    const planned = monitor.plannedMaintenance().find(({ id }) => id === path.id)
    if (!planned)
      throw new HttpProblem('not_found', `no maintenance is planned as ${quote(path.id)}`)
    const now = Math.floor(clock.wallMs())
    const ended = { ...planned, from: Math.min(planned.from, now), until: now }
    await durably(clock, monitor.planMaintenance(ended))
    return silenceWire(ended)
  },
})
