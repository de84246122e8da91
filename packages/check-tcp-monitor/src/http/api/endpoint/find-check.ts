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

/** More names in a message are not read. */
const MAX_NAMED = 10

/** What was perhaps meant, or what there is. */
export function hint(
  id: string,
  { checks }: { readonly checks: readonly { readonly id: string }[] },
): string {
  if (id.length > 60 || checks.length > MAX_SEARCHED) return ''
  const names = checks.map((check) => check.id)
  const nearest = nearestSpelling(id, names)
  if (nearest !== undefined) return `; did you mean ${quote(nearest)}?`
  const few = names.slice(0, MAX_NAMED)
  const more = names.length > few.length ? ` and ${names.length - few.length} more` : ''
  return few.length === 0 ? '' : ` (checks: ${few.join(', ')}${more})`
}
