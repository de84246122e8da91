import { type EngineThread, startEngineThread } from './engine-thread.js'

/** Under which a thread waits for its engine; the two may be in bundles of their own. */
const EARLY: unique symbol = Symbol.for('check-tcp early thread')

/** The one place that bundles share; nobody else knows the symbol. */
const place = globalThis as { [EARLY]?: EngineThread | undefined }

/** Starts the thread of an engine that will be made a little later, so that it loads while the program does. */
export function startEarlyThread(file: URL): void {
  if (process.platform !== 'linux') return
  try {
    place[EARLY] = startEngineThread(file)
  } catch {
    // The engine will say why there is none.
  }
}

/** The early thread, if there is one of this file that lives and that nobody has taken. */
export function takeEarlyThread(file: URL): EngineThread | undefined {
  const early = place[EARLY]
  if (early?.file !== file.href) return undefined
  place[EARLY] = undefined
  // What Node says of a thread that has ended.
  return early.worker.threadId === -1 ? undefined : early
}
