import { MONITOR_ERRORS, type MonitorErrorCode } from '../../core/errors/monitor-errors.js'
import type { ProblemName } from './http-problem.js'

/** The problem that an error's code is answered with; an error of any other code is `internal`. */
const PROBLEMS_BY_CODE: ReadonlyMap<string, ProblemName> = new Map([
  ...(Object.keys(MONITOR_ERRORS) as MonitorErrorCode[])
    .filter((code) => code.startsWith('STORE_'))
    .map((code) => [code, 'store_unavailable'] as const),
  ['STORE_BAD_CURSOR', 'invalid'],
  ['LINK_REVOKED', 'not_enrolled'],
  ['LINK_REFUSED', 'not_yours'],
  ['LINK_BUSY', 'unavailable'],
])

/** The problem type of an error's code, where callers may be told of it. */
export function problemByCode(code: string): ProblemName | undefined {
  return PROBLEMS_BY_CODE.get(code)
}
