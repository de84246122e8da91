import { CONFIDENCES } from '../packages/check-tcp/dist/explain/explanation.js'
import { PROBE_NAMES, PROBES } from '../packages/check-tcp/dist/explain/probes.js'
import { findingsSchema } from './findings-schema.mjs'
import { addressSchema, resultSchema } from './result-schema.mjs'

const text = { type: 'string' }
const texts = { type: 'array', items: text }

const reason = {
  type: 'object',
  properties: {
    reason: { ...text, pattern: '^[a-z_]+$', description: 'A name for programs' },
    fault: { enum: ['target', 'network', 'dns', 'local', 'policy', 'none'] },
    confidence: { enum: CONFIDENCES },
    text: { ...text, description: 'The reason in one sentence' },
    evidence: { ...texts, description: 'What speaks for it, a fact each' },
    next_steps: { ...texts, description: 'Commands to copy' },
  },
  required: ['reason', 'fault', 'confidence', 'text', 'evidence', 'next_steps'],
  additionalProperties: false,
}

const shapes = findingsSchema(addressSchema)

/** A probe without a shape here would be published without one. */
const findings = Object.fromEntries(
  PROBE_NAMES.map((name) => {
    if (!shapes[name]) throw new Error(`findings-schema.mjs lacks ${name}`)
    return [name, { description: `What was found of: ${PROBES[name].asks}`, ...shapes[name] }]
  }),
)

const notAsked = {
  type: 'object',
  properties: { probe: { enum: PROBE_NAMES }, because: text },
  required: ['probe', 'because'],
  additionalProperties: false,
}

const { title: _, ...result } = resultSchema

/** JSON Schema of what `check-tcp explain --output json` prints. */
export const explanationSchema = {
  title: 'Explanation of a result of check_tcp_connection',
  type: 'object',
  properties: {
    result,
    reasons: {
      type: 'array',
      items: reason,
      minItems: 1,
      description: 'The most likely reason first',
    },
    evidence: { type: 'object', properties: findings, additionalProperties: false },
    not_asked: { type: 'array', items: notAsked },
    probe_time: {
      type: 'number',
      minimum: 0,
      description: 'Seconds of the probes, beyond the check',
    },
  },
  required: ['result', 'reasons', 'evidence', 'not_asked', 'probe_time'],
  additionalProperties: false,
}
