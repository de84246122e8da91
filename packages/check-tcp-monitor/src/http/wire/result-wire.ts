import { OBSERVATION } from '../../core/wire/observation.js'
import { describeRecord, type OutsideOf, recordWriter } from '../../core/wire/record.js'
import { secondsOf } from '../../core/wire/wire-times.js'

/** What is kept of one check. */
export const resultSchema = describeRecord(OBSERVATION)

export type ResultWire = OutsideOf<typeof OBSERVATION>

export const resultWire = recordWriter(OBSERVATION, (ms) => secondsOf(Math.max(0, ms)))
