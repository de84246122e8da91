import { worstCaseUntilAlertMs } from '../core/config/worst-case-until-alert.js'
import type { Baseline } from '../core/response-time/baseline.js'
import type { TellingFacts } from '../verdict/notification-decision.js'
import { type LiveCheck, targetOf } from './judge/check-runtime.js'
import type { CheckStatus } from './status.js'

/** What is known of a check's surroundings, for its status. */
export interface Surroundings {
  readonly location: string
  readonly stale: boolean
  readonly normal: Baseline | undefined
  readonly groupWaitMs: number
  readonly facts: Omit<TellingFacts, 'told' | 'open'>
}

export function statusOf(live: LiveCheck, around: Surroundings): CheckStatus {
  const { check, state, newest, matter } = live
  const { location, stale, normal, groupWaitMs, facts } = around
  const heldBack = matter.incident && !matter.telling.told ? reasonOf(facts) : undefined
  return {
    id: check.id,
    ...(check.description === undefined ? {} : { description: check.description }),
    target: targetOf(check),
    location,
    tags: check.tags,
    everyMs: check.everyMs,
    verdict: state.verdict,
    since: state.since,
    flapping: state.flapping,
    stale,
    ...(matter.incident ? { incident: matter.incident } : {}),
    ...(newest ? { newest } : {}),
    ...(normal ? { normal } : {}),
    ...(live.tls ? { tls: live.tls } : {}),
    worstCaseUntilAlertMs: worstCaseUntilAlertMs(check, groupWaitMs),
    ...(heldBack ? { heldBack } : {}),
    dependsOn: check.dependsOn,
  }
}

function reasonOf(facts: Surroundings['facts']): CheckStatus['heldBack'] {
  if (facts.inMaintenance) return 'maintenance'
  if (facts.silenced) return 'silence'
  if (facts.blind) return 'blind'
  return facts.parentDown || facts.parentUnsure ? 'parent' : undefined
}
