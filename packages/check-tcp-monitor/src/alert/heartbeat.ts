import type { AlertingConfig } from '../core/config/alerting.js'
import type { Clock } from '../core/time/clock.js'
import { judge } from './channels/http/http-post.js'
import { type HttpRequest, httpRequest } from './channels/http/http-request.js'

/** One ping; the next one may be due after ten seconds already. */
const TIMEOUT_MS = 10_000

interface HeartbeatOptions extends NonNullable<AlertingConfig['heartbeat']> {
  readonly clock: Clock
  /** Whether all is well: checks are made, and the history can be written. */
  readonly healthy: () => boolean
  /**
   * Called after each ping, with why where it did not arrive. Nobody is to be alerted for that: the service that waits for the ping
   * notices by itself.
   */
  readonly onPing: (error: string | undefined) => void
}

/**
 * Asks for a URL (GET) every `everyMs` while all is well. The service that expects it alerts when it stays away: a monitor that
 * is dead cannot say so. The first time is after `everyMs` too: one that dies at once each time it is started must not
 * look alive.
 *
 * @returns ends it, and takes a ping under way back
 */
export function startHeartbeat(options: HeartbeatOptions): () => void {
  const { clock, everyMs, healthy } = options
  const ending = new AbortController()
  let cancel: () => void
  // The next ping is due by the clock and not by the end of this one, so that the intervals do not grow.
  const beat = () => {
    cancel = clock.setTimer(everyMs, beat)
    if (healthy()) void ping(options, ending.signal)
  }
  cancel = clock.setTimer(everyMs, beat)
  return () => {
    cancel()
    ending.abort()
  }
}

async function ping({ url, clock, onPing }: HeartbeatOptions, ended: AbortSignal): Promise<void> {
  const timedOut = new AbortController()
  const cancel = clock.setTimer(TIMEOUT_MS, () => timedOut.abort())
  const request: HttpRequest = { method: 'GET', url }
  const answer = await httpRequest(request, AbortSignal.any([ended, timedOut.signal]))
  cancel()
  const outcome = judge(answer, { request, now: clock.wallMs() })
  if (!ended.aborted) onPing(outcome.kind === 'delivered' ? undefined : outcome.error)
}
