import type { TlsResult } from 'check-tcp'
import type { Baseline } from './response-time/baseline.js'
import type { SuppressedReason } from './suppressed-reason.js'
import type { Verdict } from './verdict.js'
import type { Incident } from './wire/incident.js'
import type { Observation } from './wire/observation.js'

/** What one location believes of a check; `unknown` also where it was not heard from in time. */
export interface LocationStatus {
  readonly location: string
  readonly verdict: Verdict
  /** Wall milliseconds, by the clock of the agent. */
  readonly since: number
  readonly error?: string
  /** Why it cannot say anything of the target. */
  readonly because?: string
}

/** What the monitor says of one check, at one location. */
export interface CheckStatus {
  readonly id: string
  readonly description?: string
  readonly target: string
  readonly location: string
  readonly tags: readonly string[]
  readonly everyMs: number
  readonly verdict: Verdict
  /** Wall milliseconds. */
  readonly since: number
  readonly flapping: boolean
  /** No observation for longer than two intervals: what is said is old. Never to be shown as up. */
  readonly stale: boolean
  readonly incident?: Incident
  readonly newest?: Observation
  readonly baseline?: Baseline
  /** What the newest TLS handshake told. */
  readonly tls?: TlsResult
  /** Milliseconds from the outage until somebody is notified, at worst. */
  readonly worstCaseUntilAlertMs: number
  /** Why nobody is notified of its incident. */
  readonly suppressedBy?: SuppressedReason
  /** What to do first about its open incident. */
  readonly advice?: string
  readonly dependsOn: readonly string[]
  /** What each of its locations believes, where it is made from some. */
  readonly locations?: readonly LocationStatus[]
}

/** The monitor's own figures, for metrics and `/readyz`. */
export interface MonitorFigures {
  readonly observations: Readonly<Record<'good' | 'slow' | 'bad' | 'unknown', number>>
  readonly begun: number
  readonly overrun: number
  readonly missed: number
  readonly underWay: number
  /** Observations not on disk yet, and given up. */
  readonly held: number
  readonly dropped: number
  readonly overdue: number
  readonly isolated: boolean
  /** Why the history cannot be written, in words for people. */
  readonly storeProblem?: string
  /** Why the newest config was not taken, if it was not. */
  readonly reloadProblem?: string
  /** When that was, wall milliseconds. */
  readonly reloadFailedAt?: number
  readonly configLoadedAt: number
}

/** Where the HTTP API reads how everything stands: of the monitor in this process, or of what its agents report. */
export interface StatusSource {
  statuses(): readonly CheckStatus[]
  /** @returns undefined where no check has this id */
  statusOf(checkId: string): CheckStatus | undefined
  openIncidents(): readonly Incident[]
  figures(): MonitorFigures
}
