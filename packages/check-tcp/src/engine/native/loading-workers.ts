import type { Mailbox } from './mailbox.js'

/** Far longer than any thread loads. */
const MOST_LOADING_MS = 2_000

const loading = new Set<Mailbox>()
let isWatching = false

/**
 * Holds the process's end up until the worker of this mailbox has loaded: a thread that is ended while it loads koffi
 * takes the whole process with it. Returns what is to be called when it has, or is gone.
 */
export function holdWhileLoading(mailbox: Mailbox): () => void {
  loading.add(mailbox)
  if (!isWatching) {
    isWatching = true
    process.on('exit', () => {
      for (const one of loading) one.awaitLoaded(MOST_LOADING_MS)
    })
  }
  return () => loading.delete(mailbox)
}
