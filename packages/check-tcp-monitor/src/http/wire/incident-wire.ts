import { INCIDENT } from '../../core/wire/incident.js'
import { describeRecord, type OutsideOf, recordWriter } from '../../core/wire/record.js'
import { secondsOf } from '../../core/wire/wire-times.js'
import type { EvidenceWire } from './evidence-wire.js'

/** A time during which its subject was not as it should be. */
export const incidentSchema = describeRecord(INCIDENT)

export type IncidentWire = OutsideOf<typeof INCIDENT>

export const incidentWire = recordWriter(INCIDENT, secondsOf)

/** The same with what looks at its target have found, the oldest first; absent while the history cannot be read. */
export type ExplainedIncidentWire = IncidentWire & { readonly evidence?: readonly EvidenceWire[] }
