import { ApiError } from '../api/ask.js'
import type { Texts } from '../texts/en.js'

/** What went wrong, as the monitor says it. */
export function describeError(error: unknown, t: Texts): string {
  if (error instanceof ApiError) {
    return t.acts.failed(error.status === 0 ? t.acts.unreachable : error.message)
  }
  return t.acts.failed(error instanceof Error ? error.message : String(error))
}
