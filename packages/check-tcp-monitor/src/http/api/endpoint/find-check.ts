import { nearestSpelling, quote } from 'check-tcp/words'
import type { CheckStatus } from '../../../core/status.js'
import { HttpProblem } from '../../problem/http-problem.js'
import type { ApiTools } from './api-tools.js'

/** @throws {HttpProblem} `not_found` */
export function findCheck(id: string, { options: { monitor } }: ApiTools): CheckStatus {
  const status = monitor.statusOf(id)
  if (status) return status
  throw new HttpProblem('not_found', `no check is called ${quote(id)}${hint(id, monitor.config)}`)
}

/** Above this the search for the nearest name would take longer than the answer is worth. */
const MAX_SEARCHED = 1_000

/** What was perhaps meant. */
export function hint(
  id: string,
  { checks }: { readonly checks: readonly { readonly id: string }[] },
): string {
  if (id.length > 60 || checks.length > MAX_SEARCHED) return ''
  const nearest = nearestSpelling(
    id,
    checks.map((check) => check.id),
  )
  return nearest === undefined ? '' : `; did you mean ${quote(nearest)}?`
}
