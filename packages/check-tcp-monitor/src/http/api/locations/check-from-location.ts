import * as v from 'valibot'
import { askedEntries, askedResultSchema } from '../../../core/link/agent-ask.js'
import { shortText } from '../../wire/words.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { askedCheck, refusalOf } from './asked-of-location.js'
import { fleetOf, refuseUnknown } from './locations.js'

export const checkFromLocation = jsonEndpoint({
  id: 'checkFromLocation',
  method: 'POST',
  path: '/api/v1/locations/{location}/check',
  summary: 'Has the agent of a location make a check once, within what its own machine allows',
  pathEntries: { location: shortText },
  queryEntries: {},
  bodyEntries: askedEntries,
  audited: ['host', 'port'],
  answer: v.strictObject({ location: v.string(), result: askedResultSchema }),
  problems: [
    ...(['not_found', 'not_offered', 'unavailable'] as const),
    ...(['agent_refused', 'agent_silent', 'too_many'] as const),
  ],
  async handle({ path: { location }, body }, { options }) {
    const fleet = fleetOf(options)
    refuseUnknown(location, options)
    const outcome = await fleet.asks.check(location, askedCheck(body))
    if (outcome.kind !== 'result') throw refusalOf(outcome, location)
    return { location, result: outcome.result }
  },
})
