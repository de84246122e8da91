const nothingToTakeBack = (): void => {}

/**
 * Calls `listener` once when the signal aborts; one that has aborted already calls nothing.
 *
 * @returns takes the listener back
 */
export function onAbort(signal: AbortSignal | undefined, listener: () => void): () => void {
  if (!signal) return nothingToTakeBack
  signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}

/**
 * A wait that an abort ends early. Nothing begins where the signal has aborted already.
 *
 * @param aborted what the wait comes to at an abort
 * @param begin starts the wait, and calls `settle` when it is over; what it returns is called once then, or at the abort
 */
export function abortable<T>(
  signal: AbortSignal | undefined,
  aborted: () => T,
  begin: (settle: (value: T) => void) => (() => void) | undefined,
): Promise<T> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(aborted())
    let isOver = false
    let tidyUp: (() => void) | undefined
    const settle = (value: T) => {
      if (isOver) return
      isOver = true
      takeBack()
      tidyUp?.()
      resolve(value)
    }
    const takeBack = onAbort(signal, () => settle(aborted()))
    tidyUp = begin(settle)
    if (isOver) tidyUp?.()
  })
}
