import * as v from 'valibot'
import type { PlannedWindow } from '../../core/store.js'
import { momentOf } from '../../core/wire/wire-fields.js'
import { known, moment } from './words.js'

/** No alerts are sent for what it matches until it ends. */
export const silenceSchema = v.strictObject({
  id: v.string(),
  matches: v.pipe(v.string(), v.description('A check, or `tag:NAME`')),
  from: moment,
  until: moment,
  by: v.string(),
  note: v.optional(v.string()),
})

export type SilenceWire = v.InferInput<typeof silenceSchema>

export function silenceWire({ id, matches, from, until, by, note }: PlannedWindow): SilenceWire {
  return known({ id, matches, from: momentOf(from), until: momentOf(until), by, note })
}

/** Maintenance that comes once. */
export const maintenanceSchema = v.strictObject({
  ...silenceSchema.entries,
  matches: v.pipe(v.string(), v.description('A check, `tag:NAME`, or `*` for all')),
})
