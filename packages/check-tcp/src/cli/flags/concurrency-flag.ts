import { isIP } from 'node:net'
import { asksForProof } from '../../check/asks-for-proof.js'
import type { NarrowLimit } from '../../core/run-concurrently.js'
import { descriptorLimit } from '../../engine/descriptor-limit.js'
import { type CheckFlags, flagParameters } from './check-flags.js'
import { wholeNumber } from './number-flags.js'

export interface ConcurrencyFlag {
  readonly concurrency?: string
}

/** Enough to hide slow answers; few enough for Node's sockets to tell true times, and for a name server to bear. */
export const DEFAULT_CONCURRENCY = 64

/** What the native engine has at once where nobody says: more is no faster, and takes more memory. */
export const NATIVE_CONCURRENCY = 500

/** Far more than one process has ports for. */
const MAX_CONCURRENCY = 10_000

/** @throws {UsageError} that says what is allowed */
export function concurrencyOf({ concurrency }: ConcurrencyFlag): number {
  if (concurrency === undefined) return DEFAULT_CONCURRENCY
  return wholeNumber('--concurrency', concurrency, 1, MAX_CONCURRENCY)
}

/** How many checks of many run at once. */
interface MassConcurrency {
  /** Now: it follows the engine. */
  readonly limit: () => number
  /** Names, each of which is looked up. */
  readonly names: NarrowLimit<string> | undefined
}

/**
 * What the flag says; else as many as the engine that makes the connects does best, as far as half of the descriptors
 * allow, and no more names at once than a name server bears.
 *
 * @throws {UsageError} that says what is allowed
 */
export function massConcurrency(
  flags: ConcurrencyFlag & CheckFlags,
  usesNative: () => boolean,
): MassConcurrency {
  const few = concurrencyOf(flags)
  // Proofs are Node's sockets and TLS on one thread.
  if (flags.concurrency !== undefined || asksForProof(flagParameters(flags))) {
    return { limit: () => few, names: undefined }
  }
  const many = Math.max(few, Math.min(NATIVE_CONCURRENCY, Math.floor(descriptorLimit() / 2)))
  return {
    limit: () => (usesNative() ? many : few),
    names: { limit: few, holdsFor: (host) => isIP(host) === 0 },
  }
}
