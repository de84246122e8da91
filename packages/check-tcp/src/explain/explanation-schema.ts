import * as v from 'valibot'
import { FAULTS } from '../core/failure/failure.js'
import { FINDING_SCHEMAS } from '../core/wire/finding-schemas.js'
import { resultSchema } from '../core/wire/result-schema.js'
import { seconds, text, texts } from '../core/wire/schema-words.js'
import type { ProbeName } from './evidence.js'
import { CONFIDENCES } from './explanation.js'
import { PROBE_NAMES, PROBES } from './probes.js'

// What `explanation.ts` declares, for generators and tests: no explanation loads this.

export const reasonSchema = v.strictObject({
  reason: v.pipe(text, v.regex(/^[a-z_]+$/), v.description('A name for programs')),
  fault: v.picklist([...FAULTS, 'none']),
  confidence: v.picklist(CONFIDENCES),
  text: v.pipe(text, v.description('The reason in one sentence')),
  evidence: v.pipe(texts, v.description('The evidence for it, one fact each')),
  next_steps: v.pipe(texts, v.description('Commands to copy')),
})

function findingEntry(probe: ProbeName) {
  const asked = v.description(`Findings of the probe: ${PROBES[probe].asks}`)
  return v.exactOptional(v.pipe(FINDING_SCHEMAS[probe] as v.GenericSchema, asked))
}

/** A key is absent where its probe was not asked. */
const evidenceSchema = v.strictObject(
  Object.fromEntries(PROBE_NAMES.map((probe) => [probe, findingEntry(probe)])),
)

/** What `check-tcp explain --output json` prints. */
export const explanationSchema = v.strictObject({
  result: resultSchema,
  reasons: v.pipe(
    v.array(reasonSchema),
    v.minLength(1),
    v.description('The most likely reason first'),
  ),
  evidence: evidenceSchema,
  not_asked: v.array(v.strictObject({ probe: v.picklist(PROBE_NAMES), because: text })),
  probe_time: v.pipe(seconds, v.description('Seconds of the probes, beyond the check')),
})
