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
  connectivity: v.picklist(['unknown', 'asked', 'online']),
  recent: v.object({ bits: count, count }),
  flapping: v.boolean(),
})

/** As `connectivity` was called before, and what its values are now. */
const formerSchema = v.object({ sight: v.picklist(['none', 'asked', 'seen']) })
const CONNECTIVITY_OF = { none: 'unknown', asked: 'asked', seen: 'online' } as const

/** What a store gave back as a state. @returns undefined for what another version may have written */
export function readCheckState(stored: unknown): CheckState | undefined {
  const former = v.safeParse(formerSchema, stored)
  const { success, output } = v.safeParse(
    checkStateSchema,
    former.success
      ? { ...(stored as object), connectivity: CONNECTIVITY_OF[former.output.sight] }
      : stored,
  )
  return success ? output : undefined
}
