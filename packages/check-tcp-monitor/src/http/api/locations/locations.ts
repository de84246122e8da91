import { quote } from 'check-tcp/words'
import * as v from 'valibot'
import type { Fleet, LocationState } from '../../../core/link/fleet.js'
import { momentOf } from '../../../core/wire/wire-times.js'
import type { HttpOptions } from '../../http-options.js'
import { HttpProblem } from '../../problem/http-problem.js'
import { count, known, moment, shortText } from '../../wire/words.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'

const locationSchema = v.strictObject({
  location: v.string(),
  tags: v.array(v.string()),
  state: v.pipe(
    v.picklist(['no_agent', 'joined', 'revoked']),
    v.description('Whether an agent may report from there'),
  ),
  agent: v.optional(v.pipe(v.string(), v.description('The id of its agent'))),
  joined_at: v.optional(moment),
  seen_at: v.optional(
    v.pipe(moment, v.description('When the agent was heard last, since the hub was started')),
  ),
  silent_for: v.optional(
    v.pipe(v.number(), v.description('Seconds since then; above 30 the agent is lost')),
  ),
  version: v.optional(v.pipe(v.string(), v.description('Of check-tcp there'))),
  isolated: v.optional(
    v.pipe(v.boolean(), v.description('It reaches this hub, and nothing else; absent: it is not')),
  ),
  clock_skew: v.optional(
    v.pipe(
      v.number(),
      v.description(
        'Seconds by which its clock is ahead of that of the hub; what is behind by less may be the time on the way',
      ),
    ),
  ),
  overdue: v.optional(v.pipe(count, v.description('Checks that are overdue there'))),
  spooled: v.optional(
    v.pipe(
      count,
      v.description(
        'Results there that the hub has not stored yet, beside what came when it was heard last',
      ),
    ),
  ),
  lost: v.optional(
    v.pipe(
      v.strictObject({ results: count, from: moment, until: moment }),
      v.description('Results that were lost there before the hub could store them'),
    ),
  ),
})

export type LocationWire = v.InferInput<typeof locationSchema>

const pathEntries = { location: shortText }

export const listLocations = jsonEndpoint({
  id: 'listLocations',
  method: 'GET',
  path: '/api/v1/locations',
  summary:
    'The locations of the config, and the agents that report from them; none without `locations`',
  pathEntries: {},
  queryEntries: {},
  answer: v.strictObject({ locations: v.array(locationSchema) }),
  problems: ['unavailable'],
  handle: async (_request, { options }) => ({
    locations: hasLocations(options) ? (await fleetOf(options).locations()).map(locationWire) : [],
  }),
})

export const inviteAgent = jsonEndpoint({
  id: 'inviteAgent',
  method: 'POST',
  path: '/api/v1/locations/{location}/invitation',
  summary: 'A join string by which one agent may join from a location, once, within an hour',
  pathEntries,
  queryEntries: {},
  role: 'admin',
  status: 201,
  answer: v.strictObject({
    join: v.pipe(v.string(), v.description('A secret: whoever has it can join')),
    until: moment,
    replaces: v.optional(
      v.pipe(
        v.string(),
        v.description('The id of the agent that reports from there now: it is revoked by that'),
      ),
    ),
  }),
  problems: ['not_found', 'not_offered', 'unavailable', 'store_unavailable'],
  async handle({ path: { location } }, { options }) {
    const fleet = fleetOf(options)
    refuseUnknown(location, options)
    const { join, until, replaces } = await fleet.invite(location)
    return known({ join, until: momentOf(until), replaces })
  },
})

export const revokeAgent = jsonEndpoint({
  id: 'revokeAgent',
  method: 'POST',
  path: '/api/v1/locations/{location}/revoke',
  summary: 'Takes nothing more from the agent of a location, and takes an open invitation back',
  pathEntries,
  queryEntries: {},
  role: 'admin',
  answer: v.strictObject({
    location: v.string(),
    revoked_before: v.optional(
      v.pipe(v.literal(true), v.description('It was revoked already, so that nothing has changed')),
    ),
  }),
  problems: ['not_found', 'not_offered', 'unavailable', 'store_unavailable'],
  async handle({ path: { location } }, { options }) {
    const outcome = await fleetOf(options).revoke(location)
    if (outcome === 'no_agent') throw nobody(location)
    return { location, ...(outcome === 'revoked_before' && { revoked_before: true as const }) }
  },
})

export const removeAgent = jsonEndpoint({
  id: 'removeAgent',
  method: 'DELETE',
  path: '/api/v1/locations/{location}/agent',
  summary: 'Forgets the agent of a location; what it reported stays in the history',
  pathEntries,
  queryEntries: {},
  role: 'admin',
  answer: v.strictObject({ location: v.string() }),
  problems: ['not_found', 'not_offered', 'unavailable', 'store_unavailable'],
  async handle({ path: { location } }, { options }) {
    if (await fleetOf(options).remove(location)) return { location }
    throw nobody(location)
  },
})

/** @throws {HttpProblem} `not_found`, with those that there are */
export function refuseUnknown(location: string, { config }: HttpOptions): void {
  const names = (config().locations ?? []).map(({ name }) => name)
  if (names.includes(location)) return
  const detail = `the config has no location ${quote(location)} (locations: ${names.join(', ')})`
  throw new HttpProblem('not_found', detail)
}

function hasLocations({ fleet, config }: HttpOptions): boolean {
  return fleet?.() !== undefined || config().locations !== undefined
}

/** @throws {HttpProblem} `unavailable`, `not_offered` */
export function fleetOf({ fleet, config }: HttpOptions): Fleet {
  const found = fleet?.()
  if (found) return found
  if (config().locations) throw new HttpProblem('unavailable', 'the hub is being started')
  throw new HttpProblem('not_offered', 'the config of this monitor names no locations')
}

function nobody(location: string): HttpProblem {
  return new HttpProblem(
    'not_found',
    `no agent has joined from ${quote(location)}, and none is invited`,
  )
}

function locationWire({ name, tags, state, agent, joinedAt, seenAt, ...rest }: LocationState) {
  const { silentMs, report, clockSkewMs, lost } = rest
  return known({
    location: name,
    tags: [...tags],
    state,
    agent,
    joined_at: joinedAt === undefined ? undefined : momentOf(joinedAt),
    seen_at: seenAt === undefined ? undefined : momentOf(seenAt),
    silent_for: silentMs === undefined ? undefined : Math.round(silentMs) / 1_000,
    version: report?.version,
    isolated: report?.isolated,
    clock_skew: clockSkewMs === undefined ? undefined : clockSkewMs / 1_000,
    overdue: report?.overdue,
    spooled: report?.spooled,
    lost: lost && {
      results: lost.count,
      from: momentOf(lost.from),
      until: momentOf(lost.until),
    },
  })
}
