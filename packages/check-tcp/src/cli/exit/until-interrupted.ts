import { abortable } from '../../core/abort.js'
import { CheckTcpError } from '../../core/errors/check-tcp-error.js'
import type { Terminal } from '../terminal/terminal.js'

/** Ctrl-C ended the work; nothing is to be told of it. */
export class InterruptedError extends CheckTcpError {
  override readonly name = 'InterruptedError'
  readonly code = 'INTERRUPTED'
}

/** What the work comes to, or `undefined` at Ctrl-C: reading may wait for ever for somebody to write. */
export function untilInterrupted<T>(
  work: Promise<T>,
  { interrupted }: Terminal,
): Promise<T | undefined> {
  const interruption = abortable(
    interrupted,
    () => undefined,
    () => undefined,
  )
  return Promise.race([work, interruption])
}
