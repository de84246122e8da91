import type { MonitoredCheck } from '../../core/config/check.js'
import type { Clock } from '../../core/time/clock.js'
import type { Evidence } from '../../core/wire/evidence.js'
import type { Incident } from '../../core/wire/incident.js'
import type { TimelineEntry } from '../../core/wire/timeline-entry.js'
import type { CheckRuntime } from '../judge/check-runtime.js'
import type { MonitorState } from '../monitor-state.js'
import { isInMaintenance } from '../suppress/maintenance.js'
import type { Transition } from '../transition.js'
import { EvidenceDesk } from './evidence-desk.js'
import type { AskedLook, EvidenceOrder, Look, LookAt } from './look.js'

interface IncidentEvidenceOptions {
  readonly clock: Clock
  readonly state: MonitorState
  readonly lookAt: LookAt
  /** Resolves when it is on disk. @throws {StoreError} (as a rejection) where the store fails; it is held then */
  readonly commit: (transition: Transition) => Promise<void>
  /** The notice of an incident need not wait any more. */
  readonly onSettled: () => void
}

/** Has the targets of incidents looked at, and keeps with them what is found. */
export class IncidentEvidence {
  readonly #options: IncidentEvidenceOptions
  readonly #desk: EvidenceDesk

  constructor(options: IncidentEvidenceOptions) {
    const { clock, lookAt, onSettled } = options
    this.#options = options
    this.#desk = new EvidenceDesk({
      ...{ clock, lookAt, onSettled },
      isWanted: ({ check, incidentId }) => {
        const runtime = options.state.checks.get(check.id)
        return runtime !== undefined && this.#isWanted(runtime, incidentId)
      },
      keep: (order, look) => this.#keep(order, look).catch(() => {}),
    })
  }

  /** A check went down, and its incident was opened, or became one. */
  noteDown(id: string): void {
    const runtime = this.#options.state.checks.get(id)
    const incident = runtime?.tracked.incident
    if (!runtime || !incident || !this.#isWanted(runtime, incident.id)) return
    const { check } = runtime
    const location = this.#locationOf(runtime)
    this.#desk.request({ check, incidentId: incident.id, failure: incident.failure, location })
  }

  /** Whether the first notice of an incident is to wait for a look that is under way. */
  isAwaited(incidentId: string): boolean {
    return this.#desk.isAwaited(incidentId)
  }

  /**
   * Looks now, whether the check is down or not; what is found is kept with its open incident.
   *
   * @param location one of the check's @default where it is down
   * @returns undefined where there is no such check by now
   * @throws {StoreError} (as a rejection) where it cannot be stored; it is held then
   */
  async ask(id: string, location?: string): Promise<AskedLook | undefined> {
    const runtime = this.#options.state.checks.get(id)
    if (!runtime) return undefined
    const { check } = runtime
    const from = location ?? this.#locationOf(runtime)
    const asked = await this.#desk.ask({ check, location: from })
    const incident = runtime.tracked.incident
    if (asked.kind === 'evidence' && incident)
      await this.#commit(check, incident.id, asked.evidence)
    return asked
  }

  stop(): Promise<void> {
    return this.#desk.stop()
  }

  /** What is cut off, or planned to be down, is not looked at. */
  #isWanted(runtime: CheckRuntime, incidentId: string): boolean {
    const { context } = this.#options.state
    const { check, tracked } = runtime
    return (
      check.evidence !== false &&
      tracked.incident?.id === incidentId &&
      !context.connectivity.isIsolated &&
      !isInMaintenance(runtime, context)
    )
  }

  /** Of a fleet, the first location that sees it down. */
  #locationOf({ check, fleet, tracked }: CheckRuntime): string {
    const seeing = fleet?.heard.find(({ verdict }) => verdict === 'down')
    return seeing?.location ?? check.fleet?.from[0] ?? tracked.location
  }

  #keep({ check, incidentId, location }: EvidenceOrder, look: Look): Promise<void> {
    if (!('because' in look)) return this.#commit(check, incidentId, look)
    const at = this.#options.clock.wallMs()
    const { because } = look
    return this.#options.commit(kept(incidentId, { at, kind: 'not_explained', location, because }))
  }

  #commit(check: MonitoredCheck, incidentId: Incident['id'], evidence: Evidence): Promise<void> {
    const at = this.#options.clock.wallMs()
    const { location } = evidence
    const data = { incidentId, checkId: check.id, evidence }
    return this.#options.commit({
      ...kept(incidentId, { at, kind: 'evidence', location, evidence }),
      events: [{ type: 'evidence', at, data }],
    })
  }
}

function kept(incidentId: string, entry: TimelineEntry): Transition {
  return { entries: [{ incidentId, entry }] }
}
