import type { Router } from '../../core/alert/router.js'
import type { NotificationState } from '../../core/notification-state.js'
import type { SuppressedReason } from '../../core/suppressed-reason.js'
import type { Incident } from '../../core/wire/incident.js'
import type { Connectivity } from '../connectivity/connectivity.js'
import type { TrackedSubjects } from '../incidents/tracked-subjects.js'
import type { CheckRegistry } from '../judge/check-registry.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import type { PlannedWindows } from './planned-windows.js'

/** An incident of which somebody may be notified. */
export interface Candidate {
  readonly incident: Incident
  readonly notification: NotificationState
  /** What it is about, where that is a check. */
  readonly runtime: CheckRuntime | undefined
}

/** What is known beside the incident: the time, and small states that only their owners change. */
export interface SuppressionContext {
  /** Wall milliseconds. */
  readonly now: number
  readonly location: string
  readonly checks: CheckRegistry
  readonly connectivity: Connectivity
  readonly silences: PlannedWindows
  /** Maintenance that comes once, beside the windows of the config. */
  readonly maintenance: PlannedWindows
  readonly subjects: TrackedSubjects
  readonly router: Pick<Router, 'isInhibited'>
}

/** One reason not to notify. Pure: it changes nothing. */
export type Suppressor = (
  candidate: Candidate,
  context: SuppressionContext,
) => SuppressedReason | undefined
