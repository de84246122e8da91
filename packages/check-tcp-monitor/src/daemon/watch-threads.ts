import type { Log } from '../core/log.js'
import type { Clock } from '../core/time/clock.js'

/** Long enough that channels which still work are notified that the history cannot be written. */
const GRACE_MS = 60_000

interface WatchThreadsOptions {
  /** Resolves, with why, when a thread of the history has ended by itself. */
  readonly died: Promise<Error>
  readonly clock: Clock
  readonly log: Log
  /** Called a minute after that, once: no thread comes back, and a monitor without history tells nobody of anything. */
  readonly onDead: (error: Error) => void
}

/** @returns ends the watch, and tells whether a thread has died */
export function watchThreads({ died, clock, log, onDead }: WatchThreadsOptions): {
  readonly dead: () => boolean
  readonly stop: () => void
} {
  let error: Error | undefined
  let stopped = false
  let cancel = () => {}
  void died.then((reason) => {
    if (stopped) return
    error = reason
    log.error({ error: reason.message }, 'a thread of the history has died')
    cancel = clock.setTimer(GRACE_MS, () => onDead(reason))
  })
  return {
    dead: () => error !== undefined,
    stop() {
      stopped = true
      cancel()
    },
  }
}
