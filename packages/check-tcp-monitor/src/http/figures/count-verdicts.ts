import type { Verdict } from '../../core/verdict.js'
import type { Monitor } from '../../monitor/monitor.js'
import { forEachYielding } from '../for-each-yielding.js'

/** How many checks have each verdict. */
export async function countVerdicts(monitor: Monitor): Promise<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = { pending: 0, up: 0, degraded: 0, down: 0, unknown: 0 }
  await forEachYielding(monitor.config.checks, ({ id }) => {
    const status = monitor.statusOf(id)
    if (status) counts[status.verdict]++
  })
  return counts
}
