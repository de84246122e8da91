import { quote } from 'check-tcp/words'
import * as v from 'valibot'
import { StoreError } from '../../../core/store/store-error.js'
import { INCIDENT, type Incident } from '../../../core/wire/incident.js'
import { describeEntries } from '../../../core/wire/record.js'
import { byEntry, byWhom } from '../../access/by-whom.js'
import { HttpProblem } from '../../problem/http-problem.js'
import { type EvidenceWire, evidenceSchema, evidenceWire } from '../../wire/evidence-wire.js'
import { incidentSchema, incidentWire } from '../../wire/incident-wire.js'
import { cursorText, flag, integerText } from '../../wire/query-words.js'
import { longText, shortText, time } from '../../wire/words.js'
import type { ApiTools } from '../endpoint/api-tools.js'
import { durably } from '../endpoint/durably.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { invalid } from '../endpoint/read-request.js'
import { openWindowEntries, readOpenWindow } from '../endpoint/read-window.js'

const MAX_INCIDENTS = 1_000
const DEFAULT_INCIDENTS = 100

export const incidentPath = { id: shortText } as const

export const listIncidents = jsonEndpoint({
  id: 'listIncidents',
  method: 'GET',
  path: '/api/v1/incidents',
  summary: 'Incidents that were open at some time of a window, the newest first',
  pathEntries: {},
  queryEntries: {
    ...openWindowEntries,
    open: v.optional(v.pipe(flag, v.description('Only those that are open, or that are closed'))),
    check: v.optional(v.pipe(shortText, v.description('Only those of this check'))),
    location: v.optional(v.pipe(shortText, v.description('Only those seen from there'))),
    limit: v.optional(
      v.pipe(integerText(1, MAX_INCIDENTS), v.description(`${DEFAULT_INCIDENTS} if left out`)),
    ),
    cursor: v.optional(cursorText),
  },
  answer: v.strictObject({
    incidents: v.array(incidentSchema),
    next: v.optional(v.pipe(v.string(), v.description('The `cursor` of the next page'))),
  }),
  problems: ['store_unavailable'],
  async handle({ query }, { options: { store } }) {
    const { open, check, location, limit = DEFAULT_INCIDENTS, cursor } = query
    const page = await store.queries.incidents({
      ...readOpenWindow(query),
      limit,
      ...(open === undefined ? {} : { open: open === 'true' }),
      ...(check === undefined ? {} : { subject: 'check', subjectId: check }),
      ...(location === undefined ? {} : { location }),
      ...(cursor === undefined ? {} : { cursor }),
    })
    const incidents = page.incidents.map(incidentWire)
    return page.next === undefined ? { incidents } : { incidents, next: page.next }
  },
})

export const getIncident = jsonEndpoint({
  id: 'getIncident',
  method: 'GET',
  path: '/api/v1/incidents/{id}',
  summary: 'One incident, with what a look at its target has found',
  pathEntries: incidentPath,
  queryEntries: {},
  answer: v.strictObject({
    ...describeEntries(INCIDENT),
    evidence: v.exactOptional(
      v.pipe(
        v.array(evidenceSchema),
        v.description(
          'The first look and the newest ones, the oldest first; absent while the history cannot be read',
        ),
      ),
    ),
  }),
  problems: ['not_found', 'store_unavailable'],
  async handle({ path }, tools) {
    const incident = await findIncident(path.id, tools)
    const evidence = await evidenceOf(incident, tools)
    return { ...incidentWire(incident), ...(evidence && { evidence }) }
  },
})

export const acknowledgeIncident = jsonEndpoint({
  id: 'acknowledgeIncident',
  method: 'POST',
  path: '/api/v1/incidents/{id}/acknowledge',
  summary: 'Acknowledges an open incident: no more reminders are sent',
  pathEntries: incidentPath,
  queryEntries: {},
  bodyEntries: { by: byEntry, note: v.optional(longText) },
  answer: incidentSchema,
  problems: ['not_found', 'incident_closed', 'store_unavailable'],
  async handle({ path, body, caller }, tools) {
    const { clock, monitor } = tools.options
    const work = monitor.acknowledge(path.id, byWhom(body.by, caller), body.note)
    const incident = await durably(clock, work)
    if (incident) return incidentWire(incident)
    await findIncident(path.id, tools)
    throw new HttpProblem('incident_closed', 'it is over, so there is nothing to acknowledge')
  },
})

/** A story has a dozen; more come from a script that has gone wrong. */
const MAX_NOTES = 100

export const noteIncident = jsonEndpoint({
  id: 'noteIncident',
  method: 'POST',
  path: '/api/v1/incidents/{id}/notes',
  summary: 'Adds what somebody writes about an incident, open or closed',
  pathEntries: incidentPath,
  queryEntries: {},
  bodyEntries: {
    text: longText,
    by: byEntry,
    public: v.optional(
      v.pipe(v.boolean('true or false'), v.description('Whether status pages show it; false')),
    ),
  },
  audited: ['public'],
  status: 201,
  answer: incidentSchema,
  problems: ['not_found', 'store_unavailable'],
  async handle({ path: { id }, body, caller }, tools) {
    const { clock, monitor } = tools.options
    const { notes = [] } = await findIncident(id, tools)
    if (notes.length >= MAX_NOTES) {
      const message = `an incident has at most ${MAX_NOTES} notes`
      throw invalid([{ in: 'body', name: 'text', message }])
    }
    const { text, public: isPublic = false } = body
    const note = { by: byWhom(body.by, caller), text, public: isPublic }
    const incident = await durably(clock, monitor.note(id, note))
    if (incident) return incidentWire(incident)
    throw new HttpProblem('not_found', `no incident has the id ${quote(id)}`)
  },
})

/** @returns undefined where the history cannot be read, though the incident is known */
async function evidenceOf(
  { id, closedAt }: Incident,
  { options: { store } }: ApiTools,
): Promise<EvidenceWire[] | undefined> {
  try {
    const entries = await store.queries.incidentEntries(id)
    return entries.flatMap(({ entry: { evidence } }) => (evidence ? [evidenceWire(evidence)] : []))
  } catch (error) {
    if (error instanceof StoreError && closedAt === undefined) return undefined
    throw error
  }
}

export const removeNote = jsonEndpoint({
  id: 'removeIncidentNote',
  method: 'DELETE',
  path: '/api/v1/incidents/{id}/notes/{at}',
  summary: 'Takes a note back',
  pathEntries: { ...incidentPath, at: v.pipe(time, v.description('The `at` of the note')) },
  queryEntries: {},
  answer: incidentSchema,
  problems: ['not_found', 'store_unavailable'],
  async handle({ path: { id, at } }, tools) {
    const { clock, monitor } = tools.options
    const incident = await durably(clock, monitor.removeNote(id, Date.parse(at)))
    if (incident) return incidentWire(incident)
    await findIncident(id, tools)
    throw new HttpProblem('not_found', `the incident has no note of ${at}`)
  },
})

/** What is open is known without the store. @throws {HttpProblem} `not_found` */
export async function findIncident(id: string, { options }: ApiTools): Promise<Incident> {
  const { monitor, store } = options
  const open = monitor.openIncidents().find((incident) => incident.id === id)
  const incident = open ?? (await store.queries.incident(id))
  if (incident) return incident
  throw new HttpProblem('not_found', `no incident has the id ${quote(id)}`)
}
