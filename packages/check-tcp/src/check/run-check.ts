import { sleep } from '../core/clock.js'
import type { FailureReason } from '../core/failure.js'
import type { CheckParameters } from '../core/parameters.js'
import { type AttemptOutcome, type CheckTools, makeAttempt, type ValidHost } from './attempt.js'
import type { CheckOutcome } from './to-result.js'

/** Makes up to `attempts` attempts, `retry_delay` apart, until one connects. */
export async function runCheck(
  host: ValidHost,
  parameters: CheckParameters,
  tools: CheckTools,
  signal: AbortSignal | undefined,
): Promise<CheckOutcome> {
  const { clock, engine } = tools
  // What a check waits for its turn is not its time.
  let startMs: number | undefined
  const attempts: AttemptOutcome[] = []

  while (!signal?.aborted && attempts.length < parameters.attempts) {
    if (attempts.length > 0) await sleep(clock, parameters.retry_delay * 1_000, signal)
    if (signal?.aborted) break
    const leave = await tools.admission?.enter(parameters.host, signal)
    startMs ??= clock.monotonicMs()
    let attempt: AttemptOutcome
    try {
      attempt = await makeAttempt(host, parameters, tools, signal)
    } finally {
      leave?.()
    }
    attempts.push(attempt)
    // The policy would say the same again.
    if (!attempt.reason || attempt.reason.failure === 'denied_by_policy') break
  }

  const reason = reasonOf(attempts.at(-1), signal)
  return {
    attempts,
    totalMs: startMs === undefined ? 0 : clock.monotonicMs() - startMs,
    decidedMs: clock.wallMs(),
    engine: engine.name,
    ...(reason ? { reason } : {}),
    ...(host.kind === 'name' ? { name: host.name } : {}),
  }
}

function reasonOf(
  last: AttemptOutcome | undefined,
  signal: AbortSignal | undefined,
): FailureReason | undefined {
  if (last && !last.reason) return undefined
  return signal?.aborted ? { failure: 'cancelled' } : (last?.reason ?? { failure: 'cancelled' })
}
