import { DAY, MINUTE } from '../../schema/duration.js'
import { isTimeZone } from '../../schema/window.js'
import { writeDuration } from '../../write-duration.js'
import { type Foreign, goDurationMs, listOf, mappingOf, textOf } from '../foreign-value.js'

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** A window of Gatus as a config has it; undefined where there is none, a text where it cannot be read. */
export function gatusWindow(value: unknown): Foreign | string | undefined {
  const window = mappingOf(value)
  if (Object.keys(window).length === 0 || window.enabled === false) return undefined
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(textOf(window.start) ?? '') ?? []
  const durationMs = goDurationMs(window.duration)
  if (hour === undefined || durationMs === undefined)
    return 'a window needs a start such as 23:00 and a duration'
  if (durationMs < MINUTE || durationMs > DAY) return 'a window of less than 1m or more than 24h'
  const days = listOf(window.every).map((day) => DAYS.indexOf((textOf(day) ?? '').toLowerCase()))
  if (days.includes(-1)) return 'a window on a day that is none'
  const zone = textOf(window.timezone)
  if (zone !== undefined && !isTimeZone(zone)) return `there is no time zone ${zone}`
  return {
    cron: `${Number(minute)} ${Number(hour)} * * ${days.length > 0 ? days.join(',') : '*'}`,
    ...(zone === undefined ? {} : { time_zone: zone }),
    duration: writeDuration(durationMs),
  }
}
