import type { Clock } from '../../core/clock.js'
import { beginOfTurn, LATENESS_MS, type TurnLedger } from './turn-ledger.js'

/** Limits that have gone unused are forgotten when so many are remembered. */
const SWEEP_AT = 1_000

/** A ledger for one process. */
export function createMemoryLedger(clock: Clock): TurnLedger {
  const freeAt = new Map<string, number>()
  let sweepAt = SWEEP_AT

  function forgetUnused(nowMs: number): void {
    for (const [key, atMs] of freeAt) if (atMs < nowMs - LATENESS_MS) freeAt.delete(key)
    sweepAt = Math.max(SWEEP_AT, 2 * freeAt.size)
  }

  return {
    take(key, intervalMs) {
      const nowMs = clock.monotonicMs()
      if (freeAt.size >= sweepAt) forgetUnused(nowMs)
      const dueMs = freeAt.get(key) ?? Number.NEGATIVE_INFINITY
      if (dueMs > nowMs) return { taken: false, freeAtMs: dueMs }
      const freeAtMs = beginOfTurn(dueMs, nowMs) + intervalMs
      freeAt.set(key, freeAtMs)
      return { taken: true, freeAtMs }
    },
  }
}
