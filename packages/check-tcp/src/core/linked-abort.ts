import { setMaxListeners } from 'node:events'
import { onAbort } from './abort.js'

/** An abort of our own that follows somebody else's. */
interface LinkedAbort {
  readonly signal: AbortSignal
  abort(): void
  /** Takes the listener back from the parent; to be called when the work is over. */
  release(): void
}

/** Without a reason of its own, every abort would make a DOMException with a stack: a twentieth of a check's time. */
const ENDED = 'ended'

/**
 * Node warns of a leak past ten listeners on one signal; here thousands of checks may rightly share one, and each takes
 * its listener back.
 */
export function allowManyListeners(signal: AbortSignal): void {
  // Signals of other makers may be no EventTarget of Node's; they do not warn.
  if (signal instanceof EventTarget) setMaxListeners(0, signal)
}

/** A controller that aborts when `parent` does. */
export function linkAbort(parent: AbortSignal | undefined): LinkedAbort {
  const controller = new AbortController()
  allowManyListeners(controller.signal)
  if (parent) allowManyListeners(parent)

  const follow = () => controller.abort(ENDED)
  if (parent?.aborted) follow()
  return { signal: controller.signal, abort: follow, release: onAbort(parent, follow) }
}
