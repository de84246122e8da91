import * as v from 'valibot'
import { HttpProblem } from '../../problem/http-problem.js'
import { evidenceSchema, evidenceWire } from '../../wire/evidence-wire.js'
import { shortText } from '../../wire/words.js'
import { durably } from '../endpoint/durably.js'
import { findCheck } from '../endpoint/find-check.js'
import { jsonEndpoint } from '../endpoint/json-endpoint.js'
import { invalid } from '../endpoint/read-request.js'
import { checkPath } from './checks.js'

/** A look takes 10 s at most, and the agent of a location has to come for it and to answer. */
const LONGEST_MS = 30_000

export const explainCheck = jsonEndpoint({
  id: 'explainCheck',
  method: 'POST',
  path: '/api/v1/checks/{id}/explain',
  summary: 'Looks at the target now, as `check-tcp explain` does, and says why it is as it is',
  pathEntries: checkPath,
  queryEntries: {},
  bodyEntries: {
    location: v.optional(
      v.pipe(
        shortText,
        v.description('One of the locations of the check; one that sees it down if left out'),
      ),
    ),
  },
  audited: ['location'],
  answer: evidenceSchema,
  problems: [
    ...(['not_found', 'not_offered', 'too_many'] as const),
    ...(['store_unavailable', 'unavailable'] as const),
  ],
  async handle({ path, body: { location } }, tools) {
    const { clock, monitor } = tools.options
    const { id } = findCheck(path.id, tools)
    refuseOther(location, monitor.checkOf(id)?.fleet?.from ?? [monitor.config.location])
    const asked = await durably(clock, monitor.explain(id, location), LONGEST_MS)
    switch (asked?.kind) {
      case undefined:
        throw new HttpProblem('not_offered', 'this monitor does not look at targets')
      case 'evidence':
        return evidenceWire(asked.evidence)
      case 'busy':
        throw new HttpProblem('too_many', asked.because, { headers: { 'Retry-After': '5' } })
      case 'nothing':
        throw new HttpProblem('unavailable', asked.because)
      default:
        return asked satisfies never
    }
  },
})

/** @throws {HttpProblem} `invalid` */
function refuseOther(location: string | undefined, known: readonly string[]): void {
  if (location === undefined || known.includes(location)) return
  const message = `\`location\` must be one from which the check is made: ${known.join(', ')}`
  throw invalid([{ in: 'body', name: 'location', message }])
}
