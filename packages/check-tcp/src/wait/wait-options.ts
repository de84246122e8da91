import * as v from 'valibot'
import type { CheckOptions } from '../check/check-options.js'
import type { Checker } from '../check/checker.js'
import { problemsOf } from '../core/parameters/validate.js'
import { WAIT_MODES } from './wait-for-targets.js'

/** A day: longer waits belong to a monitor. */
const LONGEST_SECONDS = 86_400

function seconds() {
  const allowed = `a number of seconds above 0 and up to ${LONGEST_SECONDS}`
  return v.pipe(v.number(allowed), v.gtValue(0, allowed), v.maxValue(LONGEST_SECONDS, allowed))
}

/** What of the options is data. */
const DATA = {
  until: v.optional(v.picklist(['open', 'closed'], 'one of open, closed'), 'open'),
  mode: v.optional(v.picklist(WAIT_MODES, `one of ${WAIT_MODES.join(', ')}`), 'all'),
  within: v.optional(seconds(), 60),
  interval: v.optional(seconds(), 1),
  timeout: v.optional(seconds(), 10),
}

const asGiven = v.optional(v.unknown())

/** The others, each of them: what is not here would be refused, and be missing where it is told what is allowed. */
const OTHERS = {
  signal: asGiven,
  onProgress: asGiven,
  checker: asGiven,
  tags: asGiven,
  caller: asGiven,
  task: asGiven,
} satisfies Record<Exclude<keyof WaitOptions, keyof typeof DATA>, typeof asGiven>

const optionsSchema = v.strictObject({ ...DATA, ...OTHERS })

/** How `waitForPort` waits. Numbers of seconds may have decimals. */
export interface WaitOptions extends CheckOptions {
  /** What is waited for. @default 'open' */
  readonly until?: 'open' | 'closed' | undefined
  /** `all`: every target must reach it; `any`: one is enough. @default 'all' */
  readonly mode?: 'all' | 'any' | undefined
  /** Seconds after which the wait is given up, up to 86,400. @default 60 */
  readonly within?: number | undefined
  /** Seconds between two attempts. @default 1 */
  readonly interval?: number | undefined
  /** Seconds that one attempt may take, where the target does not say it. @default 10 */
  readonly timeout?: number | undefined
  /** Ends the wait at once. */
  readonly signal?: AbortSignal
  /** Is called after every check. What it throws ends the wait and is thrown by it. */
  readonly onProgress?: ((progress: WaitProgress) => void) | undefined
  /** Makes the checks, with its own policy, resolver and limits. @default one that all calls share */
  readonly checker?: Checker | undefined
}

/** How far a wait has come. */
export interface WaitProgress {
  readonly host: string
  readonly port: number
  /** This target has reached the state. */
  readonly reached: boolean
  /** Why not: the text of the failure. */
  readonly error?: string
  /** How many targets have not reached it yet. */
  readonly missing: number
  /** Seconds since the wait began. */
  readonly waited: number
}

/** Everything that is wrong with the options, or their data with the defaults filled in. */
export function problemsOfOptions(options: WaitOptions) {
  return problemsOf(optionsSchema, options)
}
