import { Cron } from 'croner'
import * as v from 'valibot'
import type { MaintenanceWindow } from '../../core/config/check.js'
import { text } from '../../core/config/schema-words.js'
import { DAY, duration, MINUTE } from './duration.js'

/** Without a zone of its own a window is in this one, so that a config means the same on every machine. */
const DEFAULT_TIME_ZONE = 'UTC'

const CRON_IN_WORDS = 'a cron expression of five fields such as 0 3 * * 0'

/** When a window begins, and how long it lasts. The length is a duration, so a change of the clocks does not alter it. */
export const window = v.pipe(
  v.strictObject(
    {
      cron: v.pipe(
        v.string(CRON_IN_WORDS),
        v.rawCheck(({ dataset, addIssue }) => {
          const problem = dataset.typed ? cronProblem(dataset.value) : undefined
          if (problem) addIssue({ message: `${CRON_IN_WORDS} (${problem})` })
        }),
        v.description('When it begins: minute, hour, day of the month, month, day of the week'),
        v.examples(['0 3 * * 0']),
      ),
      time_zone: v.optional(
        v.pipe(
          text,
          v.check(isTimeZone, 'an IANA time zone such as Europe/Berlin'),
          v.description('IANA time zone of the expression'),
        ),
        DEFAULT_TIME_ZONE,
      ),
      duration: v.pipe(duration(MINUTE, 7 * DAY), v.description('How long it lasts')),
    },
    'a mapping with cron, time_zone and duration',
  ),
  v.transform(
    ({ cron, time_zone, duration }): MaintenanceWindow => ({
      cron,
      timeZone: time_zone,
      durationMs: duration,
    }),
  ),
)

const MAX_WINDOWS = 100

export const windows = v.pipe(
  v.array(window, 'a list of windows'),
  v.maxLength(MAX_WINDOWS, `a list of at most ${MAX_WINDOWS} windows`),
)

/** Longer expressions are a slip, and would take long to try. */
const LONGEST_CRON = 200

const CRON_FIELDS = 5

function cronProblem(expression: string): string | undefined {
  if (expression.length > LONGEST_CRON) return `it is longer than ${LONGEST_CRON} characters`
  const fields = expression.trim().split(/\s+/).length
  if (fields !== CRON_FIELDS) return `it has ${fields}`
  try {
    const next = new Cron(expression, { mode: '5-part', utcOffset: 0 }).nextRun()
    return next ? undefined : 'this date never occurs'
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return message.replace(/^Cron\w+: /, '').replace(/\.$/, '')
  }
}

/** Is it an IANA time zone that this machine knows? */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    // Offsets are no zones: they know nothing of when the clocks change.
    return !/^[+-]/.test(zone)
  } catch {
    return false
  }
}
