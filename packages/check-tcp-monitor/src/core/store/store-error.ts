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

const OF_ONE_BATCH: ReadonlySet<StoreErrorCode> = new Set([
  'STORE_FAILED',
  'STORE_OUTRUN',
  'STORE_FENCED',
])

/** Whether it may be one batch alone that cannot be stored, and not any other at the same time. */
export function isOfOneBatch({ code }: StoreError): boolean {
  return OF_ONE_BATCH.has(code)
}

/** Of a batch whose source has come further, or less far, than it says. */
export function outrun(source: string): StoreError {
  return new StoreError('STORE_OUTRUN', `something else of ${source} was stored meanwhile`)
}

/** Of a `cursor` that is not the `next` of a page. */
export function badCursor(): StoreError {
  return new StoreError('STORE_BAD_CURSOR', 'the cursor is not one that a page returned')
}
