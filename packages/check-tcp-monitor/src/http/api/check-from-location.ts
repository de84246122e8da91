import * as v from 'valibot'
import { askedEntries, askedResultSchema, readAskedCheck } from '../../core/link/agent-ask.js'
import { HttpProblem } from '../problem/http-problem.js'
import { shortText } from '../wire/words.js'
import { jsonEndpoint } from './endpoint/json-endpoint.js'
import { invalid } from './endpoint/read-request.js'
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
    const check = readAskedCheck(body)
    if (typeof check === 'string') throw invalid([{ in: 'body', name: '', message: check }])
    const outcome = await fleet.check(location, check)
    switch (outcome.kind) {
      case 'result':
        return { location, result: outcome.result }
      case 'evidence':
        throw new HttpProblem('agent_refused', 'the agent has not made a check')
      case 'refused':
        throw new HttpProblem('agent_refused', outcome.because)
      case 'silent': {
        const detail = outcome.wasTaken
          ? `the agent at ${location} has taken the request and does not answer`
          : `no agent at ${location} is connected to the hub`
        throw new HttpProblem('agent_silent', detail)
      }
      case 'busy':
        throw new HttpProblem('too_many', `too many requests wait for the agent at ${location}`, {
          headers: { 'Retry-After': '1' },
        })
      default:
        return outcome satisfies never
    }
  },
})
