import type { AskOutcome } from '../../../core/link/agent-ask.js'
import type { Evidence } from '../../../core/wire/evidence.js'
import { boundEvidence } from '../../../monitor/evidence/build-evidence.js'
import type { Look } from '../../../monitor/evidence/look.js'

/** What an agent answered to a look. Where and when it looked is what the hub knows of it, by its own clock. */
export function readLook(outcome: AskOutcome, asked: Pick<Evidence, 'at' | 'location'>): Look {
  const { location } = asked
  switch (outcome.kind) {
    case 'evidence':
      return boundEvidence({ ...outcome.evidence, ...asked })
    case 'refused':
      return { because: outcome.because }
    case 'silent':
      return { because: `the agent at ${location} does not answer` }
    case 'busy':
      return { because: `too many requests wait for the agent at ${location}` }
    case 'result':
      return { because: `the agent at ${location} has made a check in place of a look` }
    default:
      return outcome satisfies never
  }
}
