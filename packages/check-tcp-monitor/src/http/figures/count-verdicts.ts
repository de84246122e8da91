import type { Verdict } from '../../core/verdict.js'
import type { CheckStatus } from '../../monitor/status.js'

export function countVerdicts(statuses: readonly CheckStatus[]): Record<Verdict, number> {
  const counts: Record<Verdict, number> = { pending: 0, up: 0, degraded: 0, down: 0, unknown: 0 }
  for (const { verdict } of statuses) counts[verdict]++
  return counts
}
