import * as v from 'valibot'
import { buildTimeline } from '../../timeline/build-timeline.js'
import { observationsAround } from '../../timeline/read-observations.js'
import { timelineEntrySchema, timelineEntryWire } from '../../wire/timeline-wire.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { findIncident, incidentPath } from './incidents.js'

export const getTimeline = jsonEndpoint({
  id: 'getTimeline',
  method: 'GET',
  path: '/api/v1/incidents/{id}/timeline',
  summary: 'What happened around an incident, in the order of time',
  pathEntries: incidentPath,
  queryEntries: {},
  answer: v.strictObject({ entries: v.array(timelineEntrySchema) }),
  problems: ['not_found', 'store_unavailable'],
  async handle({ path: { id } }, tools) {
    const { queries } = tools.options.store
    const incident = await findIncident(id, tools)
    const entries = await queries.incidentEntries(id)
    const observations = await observationsAround(incident, queries)
    const timeline = buildTimeline({ incident, entries, observations })
    return { entries: timeline.map((each) => timelineEntryWire(each)) }
  },
})
