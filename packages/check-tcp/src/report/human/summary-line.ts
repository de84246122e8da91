import type { ReportSummary } from '../reporter.js'
import type { Tally } from '../tally.js'
import { formatDuration } from '../text/duration.js'

/** The line under several results: how many, what came of them, how long it took. */
export function summaryLine(tally: Tally, { durationMs, interrupted }: ReportSummary): string {
  const { succeeded, failed, denied } = tally.counts
  const parts = [
    `${succeeded} succeeded`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(denied > 0 ? [`${denied} denied by policy`] : []),
  ]
  const duration = durationMs === undefined ? '' : ` in ${formatDuration(durationMs / 1_000)}`
  const checks = tally.total === 1 ? '1 check' : `${tally.total} checks`
  return `${checks}${interrupted ? ', then interrupted' : ''}: ${parts.join(', ')}${duration}`
}
