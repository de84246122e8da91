import { text, wallTime } from './codec.js'
import { field, maybe, type RecordOf } from './field.js'

/** The fields of a silence or a maintenance that comes once. */
export const PLANNED_WINDOW = {
  id: field('id', text, 'By which it can be ended'),
  matches: field('matches', text, 'A check, `tag:NAME`, or `*` for all'),
  from: field('from', wallTime, 'When it begins'),
  until: field('until', wallTime, 'When it ends'),
  by: field('by', text, 'Who planned it'),
  note: maybe('note', text, 'What for'),
} as const

/** A stretch of time for some checks, which somebody has planned. */
export interface PlannedWindow extends RecordOf<typeof PLANNED_WINDOW> {}

/** No alerts are sent for what it matches until it ends. */
export type Silence = PlannedWindow

/** Maintenance that comes once: as a window of the config, nobody is notified, and the time counts as maintenance. */
export type OneOffMaintenance = PlannedWindow
