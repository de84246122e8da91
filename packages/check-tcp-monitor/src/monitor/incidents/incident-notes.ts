import type { HistoryQueries } from '../../core/store/history-queries.js'
import type { Incident, IncidentNote } from '../../core/wire/incident.js'
import { NO_TRANSITION, type Transition } from '../transition.js'

export function withNote(incident: Incident, note: IncidentNote): Incident {
  return { ...incident, notes: [...(incident.notes ?? []), note] }
}

interface ClosedNotesParts {
  readonly queries: Pick<HistoryQueries, 'incident'>
  /** Resolves when it, and all before it, is on disk. */
  readonly commitDurably: (transition: Transition) => Promise<void>
}

/** Adds notes to incidents that are over, one after another: each is read from the history and written back. */
export class ClosedIncidentNotes {
  readonly #parts: ClosedNotesParts
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: ClosedNotesParts) {
    this.#parts = parts
  }

  /** @returns undefined where no closed incident has this id */
  add(id: string, note: IncidentNote): Promise<Incident | undefined> {
    const added = this.#last.then(() => this.#add(id, note))
    this.#last = added.catch(() => {})
    return added
  }

  async #add(id: string, note: IncidentNote): Promise<Incident | undefined> {
    const { queries, commitDurably } = this.#parts
    // Else the history might not know yet that it is closed, and would learn afterwards that it is open.
    await commitDurably(NO_TRANSITION)
    const before = await queries.incident(id)
    if (before?.closedAt === undefined) return undefined
    const incident = withNote(before, note)
    const events = [{ type: 'incident' as const, at: note.at, data: incident }]
    await commitDurably({ incidents: [incident], events })
    return incident
  }
}
