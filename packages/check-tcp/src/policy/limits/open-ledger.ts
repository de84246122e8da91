import { type Clock, systemClock } from '../../core/clock.js'
import { createMemoryLedger } from './memory-ledger.js'
import { type RuntimeDirectory, runtimeDirectory } from './runtime-directory.js'
import { SharedLedger } from './shared-ledger.js'
import type { TurnLedger } from './turn-ledger.js'

export interface OpenLedger {
  readonly ledger: TurnLedger
  /** Why no other process keeps to the limits with this one; absent where they do. */
  readonly unshared?: string
}

/**
 * The ledger that all processes of this person share, or one of this process's own where that is not available.
 *
 * @param clock a ledger is shared by those alone who go by the system's
 * @param folder where all processes of this person share things; another only for tests
 */
export function openLedger(
  clock: Clock,
  folder: () => RuntimeDirectory = runtimeDirectory,
): OpenLedger {
  const memory = createMemoryLedger(clock)
  if (clock !== systemClock) return { ledger: memory, unshared: 'the clock is one of its own' }
  const directory = folder()
  if ('unavailable' in directory) return { ledger: memory, unshared: directory.unavailable }
  const shared = new SharedLedger(directory.path, clock)
  let isBroken = false
  return {
    ledger: {
      take(key, intervalMs) {
        if (!isBroken) {
          try {
            // Turns are shared by those who keep to the same limit: a slower one must not hold up the others.
            return shared.take(`${key} ${intervalMs}`, intervalMs)
          } catch {
            // A full disk, or a folder that is gone, must not fail checks; this process's own limit still holds.
            isBroken = true
          }
        }
        return memory.take(key, intervalMs)
      },
    },
  }
}
