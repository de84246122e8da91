import { text } from '../../core/wire/codec.js'
import { field } from '../../core/wire/field.js'
import { PLANNED_WINDOW } from '../../core/wire/planned-window.js'
import { describeRecord, type OutsideOf, recordWriter } from '../../core/wire/record.js'
import { secondsOf } from '../../core/wire/wire-times.js'

const SILENCE = { ...PLANNED_WINDOW, matches: field('matches', text, 'A check, or `tag:NAME`') }

/** No alerts are sent for what it matches until it ends. */
export const silenceSchema = describeRecord(SILENCE)

export type SilenceWire = OutsideOf<typeof SILENCE>

export const silenceWire = recordWriter(PLANNED_WINDOW, secondsOf)

/** Maintenance that comes once. */
export const maintenanceSchema = describeRecord(PLANNED_WINDOW)
