import { ApiError } from '../api/ask.js'
import type { Texts } from '../texts/en.js'

/** What went wrong, as the monitor says it. */
export function describeError(error: unknown, t: Texts): string {
  if (!(error instanceof ApiError)) {
    return t.acts.failed(error instanceof Error ? error.message : String(error))
  }
  const { status, problem, message } = error
  return t.acts.failed(status === 0 ? t.acts.unreachable : (t.problems.get(problem) ?? message))
}
