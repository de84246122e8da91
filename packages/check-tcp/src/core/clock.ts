import { abortable } from './abort.js'

/** Time, passed in so that a test or a simulator can own it. */
export interface Clock {
  /** Wall time in milliseconds since 1970, for records only. */
  wallMs(): number
  /** Monotonic time in milliseconds, for every duration. */
  monotonicMs(): number
  /** Calls `fire` once after `ms`; the returned function takes that back. */
  setTimer(ms: number, fire: () => void): () => void
}

/** The longest delay a Node timer takes: 2^31 - 1 ms, about 24.8 days. */
const LONGEST_TIMER_MS = 2_147_483_647

export const systemClock: Clock = {
  wallMs: () => Date.now(),
  // `performance` would load node:perf_hooks, a twentieth of the work of a single check; the bigint of hrtime is slower.
  monotonicMs: () => {
    const [seconds, nanoseconds] = process.hrtime()
    return seconds * 1e3 + nanoseconds / 1e6
  },
  setTimer(ms, fire) {
    const timer = setTimeout(fire, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS))
    return () => clearTimeout(timer)
  },
}

/** Resolves after `ms`, or at once when the signal aborts; never rejects. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return abortable<void>(
    signal,
    () => {},
    (settle) => clock.setTimer(ms, settle),
  )
}
