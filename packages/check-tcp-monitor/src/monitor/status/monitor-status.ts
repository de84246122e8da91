import type { CheckStatus, MonitorFigures, StatusSource } from '../../core/status.js'
import type { Incident } from '../../core/wire/incident.js'
import type { SchedulerFigures } from '../../schedule/scheduler.js'
import type { Journal } from '../journal.js'
import type { MonitorState } from '../monitor-state.js'
import type { OverdueWatch } from '../observe/overdue-watch.js'
import { readStatus } from './read-status.js'

interface MonitorStatusParts {
  readonly scheduler: { readonly figures: SchedulerFigures }
  readonly journal: Pick<Journal, 'problem' | 'held' | 'dropped'>
  readonly overdue: Pick<OverdueWatch, 'count'>
}

/** How everything stands that the monitor of this process checks. */
export class MonitorStatus implements StatusSource {
  readonly #state: MonitorState
  readonly #parts: MonitorStatusParts

  constructor(state: MonitorState, parts: MonitorStatusParts) {
    this.#state = state
    this.#parts = parts
  }

  statuses(): CheckStatus[] {
    const { checks, context, awake } = this.#state
    return checks.all().map((runtime) => readStatus(runtime, context, awake.ms))
  }

  statusOf(id: string): CheckStatus | undefined {
    const { checks, context, awake } = this.#state
    const runtime = checks.get(id)
    return runtime && readStatus(runtime, context, awake.ms)
  }

  openIncidents(): Incident[] {
    return this.#state.subjects.openIncidents()
  }

  figures(): MonitorFigures {
    const { scheduler, journal, overdue } = this.#parts
    const { observations, rounds, reloadProblem, reloadFailedAt, configLoadedAt } = this.#state
    const problem = journal.problem?.message
    return {
      observations: { ...observations },
      ...scheduler.figures,
      held: journal.held,
      dropped: journal.dropped,
      overdue: overdue.count,
      isolated: rounds.isIsolated,
      ...(problem === undefined ? {} : { storeProblem: problem }),
      ...(reloadProblem === undefined ? {} : { reloadProblem }),
      ...(reloadFailedAt === undefined ? {} : { reloadFailedAt }),
      configLoadedAt,
    }
  }
}
