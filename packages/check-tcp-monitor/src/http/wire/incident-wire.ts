import { INCIDENT } from '../../core/wire/incident.js'
import { describeRecord, type OutsideOf, recordWriter } from '../../core/wire/record.js'
import { secondsOf } from '../../core/wire/wire-times.js'

/** A time during which its subject was not as it should be. */
export const incidentSchema = describeRecord(INCIDENT)

export type IncidentWire = OutsideOf<typeof INCIDENT>

export const incidentWire = recordWriter(INCIDENT, secondsOf)
