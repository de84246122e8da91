import { wholeNumber } from './number-flags.js'

export interface ConcurrencyFlag {
  readonly concurrency?: string
}

/** Enough to hide slow answers, few enough for any machine's descriptors. */
export const DEFAULT_CONCURRENCY = 64

/** Far more than one process has ports for. */
const MAX_CONCURRENCY = 10_000

/** @throws {UsageError} that says what is allowed */
export function concurrencyOf({ concurrency }: ConcurrencyFlag): number {
  if (concurrency === undefined) return DEFAULT_CONCURRENCY
  return wholeNumber('--concurrency', concurrency, 1, MAX_CONCURRENCY)
}
