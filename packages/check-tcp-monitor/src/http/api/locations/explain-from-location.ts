import * as v from 'valibot'
import { askedEntries } from '../../../core/link/agent-ask.js'
import { boundEvidence } from '../../../monitor/evidence/build-evidence.js'
import { evidenceSchema, evidenceWire } from '../../wire/evidence-wire.js'
import { shortText } from '../../wire/words.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { askedCheck, refusalOf } from './asked-of-location.js'
import { fleetOf, refuseUnknown } from './locations.js'

export const explainFromLocation = jsonEndpoint({
  id: 'explainFromLocation',
  method: 'POST',
  path: '/api/v1/locations/{location}/explain',
  summary: 'Has the agent of a location look at a target, within what its own machine allows',
  pathEntries: { location: shortText },
  queryEntries: {},
  bodyEntries: askedEntries,
  audited: ['host', 'port'],
  answer: v.strictObject({ evidence: evidenceSchema }),
  problems: [
    ...(['not_found', 'not_offered', 'unavailable'] as const),
    ...(['agent_refused', 'agent_silent', 'too_many'] as const),
  ],
  async handle({ path: { location }, body }, { options }) {
    const fleet = fleetOf(options)
    refuseUnknown(location, options)
    const at = options.clock.wallMs()
    const outcome = await fleet.asks.explain(location, askedCheck(body))
    if (outcome.kind !== 'evidence') throw refusalOf(outcome, location)
    return { evidence: evidenceWire(boundEvidence({ ...outcome.evidence, at, location })) }
  },
})
