import * as v from 'valibot'
import { SEVERITIES, VERDICTS } from '../../core/verdict.js'
import type { Incident } from '../../core/wire/incident.js'
import { incidentFields } from '../../core/wire/wire-fields.js'
import { known, moment } from './words.js'

const acknowledged = v.strictObject({
  at: moment,
  by: v.string(),
  note: v.optional(v.string()),
})

/** A time during which its subject was not as it should be. */
export const incidentSchema = v.strictObject({
  id: v.string(),
  subject: v.picklist(['check', 'location', 'monitor']),
  subject_id: v.pipe(v.string(), v.description('The check, the location, or what of the monitor')),
  verdict: v.picklist(VERDICTS),
  severity: v.picklist(SEVERITIES),
  since: v.pipe(moment, v.description('Of the first observation of it')),
  opened_at: moment,
  closed_at: v.optional(moment),
  closed_because: v.optional(v.string()),
  failure: v.optional(v.string()),
  fault: v.optional(v.picklist(['target', 'network', 'dns', 'local', 'policy'])),
  error: v.optional(v.string()),
  code: v.optional(v.string()),
  acknowledged: v.optional(acknowledged),
})

export type IncidentWire = v.InferInput<typeof incidentSchema>

export function incidentWire(incident: Incident): IncidentWire {
  return known(incidentFields(incident))
}
