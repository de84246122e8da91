import * as v from 'valibot'
import { describeRecord, recordWriter } from '../../core/wire/record.js'
import { TIMELINE_ENTRY } from '../../core/wire/timeline-entry.js'
import { secondsOf } from '../../core/wire/wire-times.js'
import { buildTimeline } from '../timeline/build-timeline.js'
import { observationsAround } from '../timeline/read-observations.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'
import { findIncident, incidentPath } from './incidents.js'

const entryWire = recordWriter(TIMELINE_ENTRY, secondsOf)

export const getTimeline = jsonEndpoint({
  id: 'getTimeline',
  method: 'GET',
  path: '/api/v1/incidents/{id}/timeline',
  summary: 'What happened around an incident, in the order of time',
  pathEntries: incidentPath,
  queryEntries: {},
  answer: v.strictObject({ entries: v.array(describeRecord(TIMELINE_ENTRY)) }),
  problems: ['not_found', 'store_unavailable'],
  async handle({ path: { id } }, tools) {
    const { queries } = tools.options.store
    const incident = await findIncident(id, tools)
    const entries = await queries.incidentEntries(id)
    const observations = await observationsAround(incident, queries)
    const timeline = buildTimeline({ incident, entries, observations })
    return { entries: timeline.map((each) => entryWire(each)) }
  },
})
