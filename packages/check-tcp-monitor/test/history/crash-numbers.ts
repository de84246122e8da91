import type { Batch } from '../../src/core/store/commits.js'
import type { Observation } from '../../src/core/wire/observation.js'
import { badObservation, incident, observation, outboxEntry, START } from './sample-history.js'

/** The checks among which numbered results are dealt out. */
export const CRASH_CHECKS = ['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'] as const

/** A number with an incident and a notice. */
export function hasIncident(number: number): boolean {
  return number % 20 === 0
}

export function incidentId(number: number): string {
  return `inc-${number}`
}

/** The result of a number: three a minute, so that a life spans hours; some come more than an hour late. */
function crashObservation(number: number): Observation {
  const late = number % 101 === 0 ? 4_000_000 : 0
  const common = {
    checkId: CRASH_CHECKS[number % CRASH_CHECKS.length] ?? 'c0',
    at: START + number * 20_000 - late,
    // What tells it apart.
    latenessMs: number,
  }
  if (number % 13 === 0) return badObservation(common)
  return observation({ ...common, responseMs: 1 + ((number * 104_729) % 50_000) / 1_000 })
}

export function crashBatch(number: number): Batch {
  const result = crashObservation(number)
  const common = {
    observations: [result],
    states: [{ kind: 'check' as const, id: result.checkId, location: 'here', state: { number } }],
  }
  if (!hasIncident(number)) return common
  const opened = incident({
    id: incidentId(number),
    subjectId: `s${number}`,
    openedAt: result.at,
  })
  return { ...common, incidents: [opened], outbox: [outboxEntry({ group: opened.id })] }
}
