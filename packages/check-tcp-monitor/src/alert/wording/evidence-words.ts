import type { Fault } from 'check-tcp'
import type { Notice } from '../../core/alert/notice.js'
import type { NoticeEvidence } from '../../core/alert/notice-evidence.js'
import { shown } from './shown.js'
import { FAULTS } from './summary.js'

const HOW_SURE: Readonly<Record<NoticeEvidence['certainty'], string>> = {
  certain: '',
  likely: 'likely ',
  possible: 'possibly ',
}

/** `Nothing listens on port 5432; likely the target's fault`; undefined where nobody looked. */
export function evidenceInWords({ evidence }: Notice): string | undefined {
  if (!evidence) return undefined
  const { reason, certainty, fault, takenFor } = evidence
  const whose = fault === 'none' ? '' : `; ${HOW_SURE[certainty]}${FAULTS[fault satisfies Fault]}`
  const other = takenFor === undefined ? '' : ` (seen of ${shown(takenFor, 200)}, on the same host)`
  return `${shown(reason, 500)}${whose}${other}`
}

/** What to do next, by the evidence. */
export function nextStepInWords({ evidence }: Notice): string | undefined {
  return evidence?.nextStep === undefined ? undefined : shown(evidence.nextStep, 500)
}
