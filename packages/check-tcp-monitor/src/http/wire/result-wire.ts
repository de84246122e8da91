import * as v from 'valibot'
import { COUNTS_AS } from '../../core/time/time-state.js'
import { type Observation, OUTCOMES } from '../../core/wire/observation.js'
import { resultFields, secondsOf } from '../../core/wire/wire-fields.js'
import { count, known, moment, seconds } from './words.js'

/** What is kept of one check. */
export const resultSchema = v.strictObject({
  check: v.string(),
  location: v.pipe(v.string(), v.description('From where the check was made')),
  timestamp: v.pipe(moment, v.description('When it was decided')),
  outcome: v.picklist(OUTCOMES),
  response_time: v.optional(v.pipe(seconds, v.description('Of the handshake, where one was made'))),
  dns_time: v.optional(seconds),
  syn_retransmits: v.optional(v.pipe(count, v.description('SYNs that had to be retransmitted'))),
  address: v.optional(v.string()),
  attempts: count,
  failure: v.optional(v.string()),
  fault: v.optional(v.picklist(['target', 'network', 'dns', 'local', 'policy'])),
  error: v.optional(v.string()),
  code: v.optional(v.string()),
  cause: v.optional(v.string()),
  suspect: v.optional(
    v.pipe(v.literal(true), v.description('The monitor stood still meanwhile: times mean little')),
  ),
  certificate_expires_at: v.optional(
    v.pipe(moment, v.description('When the first certificate of the chain expires')),
  ),
  counts_as: v.pipe(
    v.picklist(COUNTS_AS),
    v.description(
      'What the time until the next result counts as; `unconfirmed` is down unless this location turns out to have been cut off',
    ),
  ),
  valid_for: v.optional(
    v.pipe(seconds, v.description('For how long it counts at most, where no other result comes')),
  ),
  lateness: v.optional(v.pipe(seconds, v.description('Between when it was due and begun'))),
})

export type ResultWire = v.InferInput<typeof resultSchema>

export function resultWire(observation: Observation): ResultWire {
  return known(resultFields(observation, (ms) => secondsOf(Math.max(0, ms))))
}
