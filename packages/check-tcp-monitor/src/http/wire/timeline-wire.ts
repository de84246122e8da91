import { describeRecord, type OutsideOf, recordWriter } from '../../core/wire/record.js'
import { TIMELINE_ENTRY } from '../../core/wire/timeline-entry.js'
import { secondsOf } from '../../core/wire/wire-times.js'

/** One thing that happened around an incident. */
export const timelineEntrySchema = describeRecord(TIMELINE_ENTRY)

export type TimelineEntryWire = OutsideOf<typeof TIMELINE_ENTRY>

export const timelineEntryWire = recordWriter(TIMELINE_ENTRY, secondsOf)
