import type { Evidence } from '../wire/evidence.js'

/** What of the newest evidence a notice tells. */
export type NoticeEvidence = Pick<
  Evidence,
  'at' | 'location' | 'reason' | 'certainty' | 'fault' | 'nextStep' | 'takenFor'
>

export function noticeEvidence(evidence: Evidence): NoticeEvidence {
  const { at, location, reason, certainty, fault, nextStep, takenFor } = evidence
  return {
    ...{ at, location, reason, certainty, fault },
    ...(nextStep === undefined ? {} : { nextStep }),
    ...(takenFor === undefined ? {} : { takenFor }),
  }
}
