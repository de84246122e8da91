import type { MonitorFigures } from '../core/status.js'

/** What health goes by. */
interface Vitals {
  readonly figures: MonitorFigures
  /** How many checks the config has. */
  readonly checks: number
  /** Whether the history can be read and written, as far as its threads and the outbox know. */
  readonly isStored: boolean
}

/** Whether all is well: checks are made, the location is online, and the history can be written. */
export function isHealthy({ figures, checks, isStored }: Vitals): boolean {
  const { storeProblem, overdue, isolated, observations } = figures
  const isChecking = checks === 0 || Object.values(observations).some((count) => count > 0)
  return isChecking && isStored && storeProblem === undefined && overdue === 0 && !isolated
}
