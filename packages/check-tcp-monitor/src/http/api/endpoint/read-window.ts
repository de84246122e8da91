import * as v from 'valibot'
import type { TimeWindow } from '../../../core/store/time-window.js'
import { time } from '../../wire/words.js'
import { invalid } from './read-request.js'

/** The entries of a query for a window. */
export const windowEntries = {
  from: v.optional(v.pipe(time, v.description('Inclusive; a day before `until` if left out'))),
  until: v.optional(v.pipe(time, v.description('Exclusive; now if left out'))),
} as const

/** The same where a window that is left out is all time. */
export const openWindowEntries = {
  from: v.optional(v.pipe(time, v.description('Inclusive'))),
  until: v.optional(v.pipe(time, v.description('Exclusive'))),
} as const

interface Asked {
  readonly from?: string | undefined
  readonly until?: string | undefined
}

const DAY_MS = 86_400_000

/** @throws {HttpProblem} `invalid` where it ends before it begins */
export function readWindow(asked: Asked, nowMs: number): TimeWindow {
  const until = asked.until === undefined ? nowMs : Date.parse(asked.until)
  const from = asked.from === undefined ? until - DAY_MS : Date.parse(asked.from)
  if (from < until) return { from, until }
  throw endsBeforeItBegins()
}

/** @throws {HttpProblem} `invalid` where it ends before it begins */
export function readOpenWindow({ from, until }: Asked): Partial<TimeWindow> {
  const window = {
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  }
  if ((window.from ?? -Infinity) < (window.until ?? Infinity)) return window
  throw endsBeforeItBegins()
}

function endsBeforeItBegins() {
  return invalid([{ in: 'query', name: 'from', message: '`from` must be before `until`' }])
}
