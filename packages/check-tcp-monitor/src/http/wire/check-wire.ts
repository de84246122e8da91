import * as v from 'valibot'
import type { CheckStatus } from '../../core/status.js'
import { SUPPRESSED_REASONS } from '../../core/suppressed-reason.js'
import { VERDICTS } from '../../core/verdict.js'
import { momentOf, secondsOf } from '../../core/wire/wire-times.js'
import { incidentSchema, incidentWire } from './incident-wire.js'
import { resultSchema, resultWire } from './result-wire.js'
import { tlsSchema, tlsWire } from './tls-wire.js'
import { known, moment, seconds } from './words.js'

/** What the monitor says of one check now. */
export const checkSchema = v.strictObject({
  id: v.pipe(v.string(), v.description('Its name in the config')),
  description: v.optional(v.string()),
  target: v.string(),
  location: v.string(),
  tags: v.array(v.string()),
  every: v.pipe(seconds, v.description('From one check to the next')),
  verdict: v.picklist(VERDICTS),
  since: v.pipe(moment, v.description('Of this verdict')),
  flapping: v.boolean(),
  stale: v.pipe(v.boolean(), v.description('Nothing was heard for long: never to be shown as up')),
  incident: v.optional(incidentSchema),
  newest: v.optional(resultSchema),
  baseline: v.optional(
    v.pipe(
      v.strictObject({ typical: seconds, high: seconds }),
      v.description('Response times that are normal at this hour'),
    ),
  ),
  tls: v.optional(v.pipe(tlsSchema, v.description('What the newest TLS handshake told'))),
  worst_case_until_alert: v.pipe(
    seconds,
    v.description('From the outage until an alert is sent, at worst'),
  ),
  suppressed_by: v.optional(
    v.pipe(v.picklist(SUPPRESSED_REASONS), v.description('Why nobody is notified of its incident')),
  ),
  advice: v.optional(v.pipe(v.string(), v.description('What to do first about its incident'))),
  depends_on: v.array(v.string()),
  locations: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          location: v.string(),
          verdict: v.picklist(VERDICTS),
          since: v.pipe(moment, v.description('Of this verdict, by the clock of the agent')),
          error: v.optional(v.string()),
          because: v.optional(
            v.pipe(v.string(), v.description('Why it cannot say anything of the target')),
          ),
        }),
      ),
      v.description('What each of its locations believes, where the config names some'),
    ),
  ),
})

export type CheckWire = v.InferInput<typeof checkSchema>

export function checkWire(status: CheckStatus): CheckWire {
  const { id, description, target, location, tags, everyMs, verdict, since } = status
  const { flapping, stale, incident, newest, baseline, suppressedBy, dependsOn } = status
  return known({
    id,
    description,
    target,
    location,
    tags: [...tags],
    every: secondsOf(everyMs),
    verdict,
    since: momentOf(since),
    flapping,
    stale,
    incident: incident && incidentWire(incident),
    newest: newest && resultWire(newest),
    baseline: baseline && {
      typical: secondsOf(baseline.typicalMs),
      high: secondsOf(baseline.highMs),
    },
    tls: status.tls && tlsWire(status.tls),
    worst_case_until_alert: secondsOf(status.worstCaseUntilAlertMs),
    suppressed_by: suppressedBy,
    advice: status.advice,
    depends_on: [...dependsOn],
    locations: status.locations?.map(({ since: from, ...each }) =>
      known({ ...each, since: momentOf(from) }),
    ),
  })
}
