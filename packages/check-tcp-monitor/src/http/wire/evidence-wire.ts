import { EVIDENCE } from '../../core/wire/evidence.js'
import { describeRecord, type OutsideOf, recordWriter } from '../../core/wire/record.js'
import { secondsOf } from '../../core/wire/wire-times.js'

/** What a look at a target that is down has found. */
export const evidenceSchema = describeRecord(EVIDENCE)

export type EvidenceWire = OutsideOf<typeof EVIDENCE>

export const evidenceWire = recordWriter(EVIDENCE, secondsOf)
