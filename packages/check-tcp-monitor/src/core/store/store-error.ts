import { CheckTcpError } from 'check-tcp'
import type { MonitorErrorCode } from '../errors/monitor-errors.js'

export type StoreErrorCode = Extract<MonitorErrorCode, `STORE_${string}`>

/** The store cannot serve. Says nothing of any target. */
export class StoreError extends CheckTcpError {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.code = code
  }
}

/** Of a `cursor` that is not the `next` of a page. */
export function badCursor(): StoreError {
  return new StoreError('STORE_BAD_CURSOR', 'the cursor is not one that a page returned')
}
