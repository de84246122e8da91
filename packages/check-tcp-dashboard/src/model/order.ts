import type { Verdict } from 'check-tcp-monitor/http-api'
import { isCalm, type Row } from './row.js'

/** What is wrong first; what is not known before what is fine. */
export const BY_URGENCY: readonly Verdict[] = ['down', 'degraded', 'unknown', 'pending', 'up']

const URGENCY = new Map(BY_URGENCY.map((verdict, place) => [verdict, place]))

function urgencyOf(row: Row): number {
  const place = URGENCY.get(row.verdict) ?? 0
  return row.verdict === 'up' ? place : place + (isCalm(row) ? 0.5 : 0)
}

/** Worst first; of what is equally bad, what is new; of what is fine, as the config has it. */
export function worstFirst(a: Row, b: Row): number {
  const urgency = urgencyOf(a) - urgencyOf(b)
  if (urgency !== 0) return urgency
  if (a.verdict !== 'up' && a.since !== b.since) return b.since - a.since
  return a.index - b.index
}

export type Counts = Readonly<Record<Verdict, number>>

export function countVerdicts(rows: readonly Pick<Row, 'verdict'>[]): Counts {
  const counts = { pending: 0, up: 0, degraded: 0, down: 0, unknown: 0 }
  for (const { verdict } of rows) counts[verdict]++
  return counts
}
