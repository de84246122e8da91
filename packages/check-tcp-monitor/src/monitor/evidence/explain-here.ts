import { type Checker, explain } from 'check-tcp'
import type { MonitoredCheck } from '../../core/config/check.js'
import { LOOK_MS } from '../../core/config/notice-wait.js'
import type { Clock } from '../../core/time/clock.js'
import type { Evidence } from '../../core/wire/evidence.js'
import { buildEvidence } from './build-evidence.js'

/** Seconds of a look for the one attempt of its check, at most; the rest is for what is asked beside. */
const CHECK_SECONDS = 5
const PROBES_SECONDS = LOOK_MS / 1_000 - CHECK_SECONDS

interface ExplainHereOptions {
  /** Its policy, limits and audit log hold for all that is sent. */
  readonly checker: Checker
  readonly clock: Clock
  readonly location: string
  /** For the proxies that it sets. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What the audit log says that it is for. */
  readonly task: { readonly name: string; readonly file?: string; readonly line?: number }
  readonly signal: AbortSignal
}

/** Looks at the target of a check from this machine, within `LOOK_MS` and what the policy allows. */
export async function explainHere(
  { parameters, tags }: Pick<MonitoredCheck, 'parameters' | 'tags'>,
  options: ExplainHereOptions,
): Promise<Evidence> {
  const { checker, clock, location, environment, task, signal } = options
  const [at, startMs] = [clock.wallMs(), clock.monotonicMs()]
  const ending = new AbortController()
  const cancel = clock.setTimer(LOOK_MS, () => ending.abort())
  try {
    const once = { attempts: 1, timeout: Math.min(parameters.timeout, CHECK_SECONDS) }
    const explanation = await explain(
      { ...parameters, ...once },
      {
        ...{ checker, tags, caller: 'monitor', task, clock, env: environment },
        deadline: PROBES_SECONDS,
        signal: AbortSignal.any([signal, ending.signal]),
      },
    )
    return buildEvidence(explanation, { at, location, tookMs: clock.monotonicMs() - startMs })
  } finally {
    cancel()
  }
}
