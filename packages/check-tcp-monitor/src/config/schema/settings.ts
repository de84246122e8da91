import { integer } from 'check-tcp/parameters'
import * as v from 'valibot'
import { boolean, names, severity, tags, text } from '../../core/config/schema-words.js'
import { DAY, duration, SECOND } from './duration.js'
import { fleetSettings } from './fleet.js'
import { windows } from './window.js'

/** The limits of a check's settings, and what holds where nothing is said; durations in milliseconds. */
export const EVERY = { min: SECOND, max: 7 * DAY, standard: 60 * SECOND } as const
export const COUNT = { min: 1, max: 100 } as const
export const CONFIRM = 3
export const CONFIRM_EVERY = 2 * SECOND
export const RECOVER = 2
export const SLOW_CONFIRM = 5

const expectation = v.strictObject(
  {
    response_time: v.optional(
      v.pipe(
        duration(0.1, DAY),
        v.description('The target is degraded when connecting takes longer'),
        v.examples([0.05]),
      ),
    ),
    baseline: v.optional(
      v.pipe(boolean, v.description('The target is degraded when it is slower than usual; true')),
    ),
  },
  'a mapping with response_time and baseline; whether a port is open or closed belongs in `parameters`',
)

const ALERT_IN_WORDS = 'true, false or a list of at least one route'

const consecutive = integer(COUNT.min, COUNT.max)

/** What `defaults`, a group and a check can say alike, beside `parameters`. */
export const settingEntries = {
  every: v.optional(
    v.pipe(
      duration(EVERY.min, EVERY.max),
      v.description('From one check to the next; 60s'),
      v.examples([30]),
    ),
  ),
  tags: v.optional(v.pipe(tags, v.description('Labels that routes match'))),
  expect: v.optional(v.pipe(expectation, v.description('What is slow'))),
  confirm: v.optional(
    v.pipe(consecutive, v.description('Bad checks in a row until the target is down; 3')),
  ),
  confirm_every: v.optional(
    v.pipe(
      duration(0.1 * SECOND, EVERY.max),
      v.description('From the end of one check that confirms to the next, at most `every`; 2s'),
    ),
  ),
  recover: v.optional(
    v.pipe(consecutive, v.description('Good checks in a row until it is up again; 2')),
  ),
  slow_confirm: v.optional(
    v.pipe(consecutive, v.description('Slow checks in a row until it is degraded; 5')),
  ),
  severity: v.optional(
    v.pipe(severity, v.description('Severity when the target is down; critical')),
  ),
  degraded_severity: v.optional(
    v.pipe(severity, v.description('Severity when the target is degraded; warning')),
  ),
  alert: v.optional(
    v.pipe(
      v.union([v.boolean(), v.pipe(names, v.minLength(1, ALERT_IN_WORDS))], ALERT_IN_WORDS),
      v.description('Whether alerts are sent; or routes by name instead of by tags; true'),
    ),
  ),
  depends_on: v.optional(
    v.pipe(names, v.description('Checks whose outage suppresses the alerts of this one')),
  ),
  canary: v.optional(
    v.pipe(boolean, v.description('Helps to tell a cut-off location from everything being down')),
  ),
  evidence: v.optional(
    v.pipe(
      boolean,
      v.description(
        'Whether the target is looked at when it goes down, as `check-tcp explain` does; true',
      ),
    ),
  ),
  maintenance: v.optional(v.pipe(windows, v.description('When no alerts are sent'))),
  ...fleetSettings,
} as const

export const settingsSchema = v.strictObject(settingEntries, 'a mapping of settings')

/** What one place says; absent keys are left to the place above it. */
export type Settings = v.InferOutput<typeof settingsSchema>

export const SETTING_KEYS: readonly string[] = Object.keys(settingEntries)

/** Keys of a check besides settings and parameters. */
export const checkEntries = {
  description: v.optional(v.pipe(text, v.description('For people'))),
  group: v.optional(v.pipe(text, v.description('The group whose settings it uses'))),
  explain: v.optional(
    v.pipe(boolean, v.description('For `check-tcp run`, so that one file serves both')),
  ),
} as const
