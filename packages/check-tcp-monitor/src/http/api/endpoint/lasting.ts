import { quote } from 'check-tcp/words'
import * as v from 'valibot'
import type { MonitorConfig } from '../../../core/config/monitor-config.js'
import { time } from '../../wire/words.js'
import { hint } from './find-check.js'
import { invalid } from './read-request.js'

/** A silence or maintenance that lasts longer is a check that nobody wants. */
export const LONGEST_SECONDS = 366 * 86_400

const forInWords = `a number of seconds above 0, at most ${LONGEST_SECONDS}`

/** The entries of a body that say when something ends. */
export const lastingEntries = {
  until: v.optional(v.pipe(time, v.description('Either this or `for`'))),
  for: v.optional(
    v.pipe(
      v.number(forInWords),
      v.gtValue(0, forInWords),
      v.maxValue(LONGEST_SECONDS, forInWords),
      v.description('Seconds'),
    ),
  ),
} as const

interface Lasting {
  readonly until?: string | undefined
  readonly for?: number | undefined
}

/**
 * The end of what lasts from a time on, wall milliseconds.
 *
 * @throws {HttpProblem} `invalid` where it is not said once, or is not after its beginning and `now`
 */
export function untilOf(lasting: Lasting, from: number, now = from): number {
  const refuse = (name: string, message: string) => invalid([{ in: 'body', name, message }])
  const { until, for: seconds } = lasting
  if ((until === undefined) === (seconds === undefined)) {
    throw refuse('until', 'exactly one of `until` and `for` must be given')
  }
  if (seconds !== undefined) return from + Math.ceil(seconds * 1_000)
  const at = Date.parse(until ?? '')
  if (at <= now) throw refuse('until', '`until` must be in the future')
  if (at <= from) throw refuse('until', '`until` must be after `from`')
  if (at > from + LONGEST_SECONDS * 1_000) {
    throw refuse('until', `\`until\` must be within ${LONGEST_SECONDS / 86_400} days`)
  }
  return at
}

/** What is misspelt would silence nothing, and nobody would know. */
export function unmatched(matches: string, { checks }: MonitorConfig): string | undefined {
  const tag = matches.startsWith('tag:') ? matches.slice(4) : undefined
  if (checks.some(({ id, tags }) => id === matches || (tag !== undefined && tags.includes(tag)))) {
    return undefined
  }
  if (tag !== undefined) return `no check has the tag ${quote(tag)}`
  return `no check is called ${quote(matches)}${hint(matches, { checks })}`
}
