import * as v from 'valibot'
import { VERDICTS } from '../core/verdict.js'
import type { CheckState } from './check-state.js'

const count = v.pipe(v.number(), v.minValue(0))

const checkStateSchema = v.object({
  verdict: v.picklist(VERDICTS),
  since: v.number(),
  incident: v.picklist(['none', 'degraded', 'down']),
  degradedBy: v.exactOptional(v.picklist(['slow', 'flapping'])),
  streaks: v.object({ bad: count, ok: count, slow: count, good: count }),
  unknown: count,
  badSince: v.number(),
  slowSince: v.number(),
  unknownSince: v.number(),
  sight: v.picklist(['none', 'asked', 'seen']),
  recent: v.object({ bits: count, count }),
  flapping: v.boolean(),
})

/** What a store gave back as a state. @returns undefined for what another version may have written */
export function readCheckState(stored: unknown): CheckState | undefined {
  const { success, output } = v.safeParse(checkStateSchema, stored)
  return success ? output : undefined
}
