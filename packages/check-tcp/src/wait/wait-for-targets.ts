import { linkAbort } from '../core/linked-abort.js'
import type { CheckResult } from '../core/wire/result.js'
import type { TargetWait, WaitTools } from './target-wait.js'

export const WAIT_MODES = ['all', 'any'] as const

/** Must all targets reach the state, or is one of them enough? */
export type WaitMode = (typeof WAIT_MODES)[number]

/** Is told of what happens while several targets are waited for. */
interface WaitWatcher {
  /** A check of a target has come to a result. */
  onChecked?(wait: TargetWait, result: CheckResult): void
  /** A target is waited for no longer. */
  onEnded?(wait: TargetWait): void
}

/**
 * Waits for several targets at once, and ends as soon as it is decided: with `any` by the first that reaches the state, with `all` by
 * the first that never will.
 *
 * @returns whether the state was reached
 */
export async function waitForTargets(
  waits: readonly TargetWait[],
  mode: WaitMode,
  tools: WaitTools,
  watcher: WaitWatcher = {},
): Promise<boolean> {
  const link = linkAbort(tools.options.signal)
  const isDecided = (wait: TargetWait) =>
    mode === 'any' ? wait.isReached : wait.isHopeless(tools.until)
  try {
    await Promise.all(
      waits.map(async (wait) => {
        await wait.run(tools, link.signal, (result) => watcher.onChecked?.(wait, result))
        watcher.onEnded?.(wait)
        if (isDecided(wait)) link.abort()
      }),
    )
  } finally {
    link.release()
  }
  return mode === 'any'
    ? waits.some(({ isReached }) => isReached)
    : waits.every(({ isReached }) => isReached)
}
