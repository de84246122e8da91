import { clockTime } from '../alert/wording/times.js'
import type { Log } from '../core/log.js'
import type { Clock } from '../core/time/clock.js'
import type { ThreadedStore } from '../history/sqlite/threads/threaded-store.js'

/** Between two looks. */
const LOOK_MS = 10_000

/**
 * How long a history that is gone may come back, moved or mounted again, until it is written again. Every channel has been
 * told by then.
 */
const PATIENCE_MS = 40_000

/** A history that is not where it was. */
interface Lost {
  /** When it is written again, in monotonic time. */
  readonly untilMs: number
  /** What is said until then; one text, so that it is told once. */
  readonly problem: string
}

interface PlaceWatchOptions {
  readonly store: Pick<ThreadedStore, 'place' | 'refuse' | 'writeAnew'>
  readonly directory: string
  readonly clock: Clock
  readonly log: Log
  /** Has the history written to, so that it is known at once that it cannot be. */
  readonly onChange: () => void
}

/**
 * Looks whether the history still stands where it was opened: what is written to a file that was removed is gone with the
 * process, and nobody would notice. While it does not, nothing is stored; when it does not come back it is written again.
 *
 * @returns ends it; resolves when nothing is under way
 */
export function watchPlace(options: PlaceWatchOptions): () => Promise<void> {
  const { clock } = options
  let lost: Lost | undefined
  let stopped = false
  let looking: Promise<void> = Promise.resolve()
  let cancel = clock.setTimer(LOOK_MS, next)

  function next(): void {
    looking = look()
      // A history that does not answer at all is reported where it is written.
      .catch(() => {})
      .then(() => {
        if (!stopped) cancel = clock.setTimer(LOOK_MS, next)
      })
  }

  async function look(): Promise<void> {
    const { store, directory, log, onChange } = options
    const place = await store.place()
    if (stopped) return
    if (place === 'here') {
      if (!lost) return
      lost = undefined
      await store.refuse(undefined)
      log.info({ directory }, 'the history is where it was again')
      return onChange()
    }
    lost ??= lostNow(directory, clock)
    if (place === 'other') return refuse(otherInWords(directory))
    if (clock.monotonicMs() < lost.untilMs) return refuse(lost.problem)
    try {
      await store.writeAnew()
      lost = undefined
      log.warn({ directory }, 'the history was written again in its old place')
      onChange()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      await refuse(`${goneInWords(directory)}; it cannot be written again: ${why}`)
    }
  }

  async function refuse(problem: string): Promise<void> {
    await options.store.refuse(problem)
    options.onChange()
  }

  return async () => {
    stopped = true
    cancel()
    await looking
  }
}

function lostNow(directory: string, clock: Clock): Lost {
  const now = clock.wallMs()
  const until = clockTime(now + PATIENCE_MS, now)
  return {
    untilMs: clock.monotonicMs() + PATIENCE_MS,
    problem: `${goneInWords(directory)}; unless it comes back by ${until} it is written there again`,
  }
}

function goneInWords(directory: string): string {
  return `the history in ${directory} was removed or moved away`
}

function otherInWords(directory: string): string {
  return `another history stands in ${directory} than the one that was opened; move it away, or restart the monitor to continue with it`
}
