import type { HistoryQueries } from '../../core/store/history-queries.js'
import type { Incident, IncidentNote } from '../../core/wire/incident.js'
import { NO_TRANSITION, type Transition } from '../transition.js'

/** What becomes of the notes of an incident; undefined: nothing. */
export type NotesChange = (incident: Incident) => Incident | undefined

/** Adds a note. By its time it is told from others: of two at once, the second is a millisecond later. */
export function addNote(note: IncidentNote): NotesChange {
  return (incident) => {
    const { notes = [] } = incident
    const at = Math.max(note.at, (notes.at(-1)?.at ?? 0) + 1)
    return { ...incident, notes: [...notes, { ...note, at }] }
  }
}

/** Takes the note of a time back. */
export function removeNote(at: number): NotesChange {
  return ({ notes = [], ...incident }) => {
    const left = notes.filter((note) => note.at !== at)
    if (left.length === notes.length) return undefined
    return left.length === 0 ? incident : { ...incident, notes: left }
  }
}

interface ClosedNotesParts {
  readonly queries: Pick<HistoryQueries, 'incident'>
  /** Resolves when it, and all before it, is on disk. */
  readonly commitDurably: (transition: Transition) => Promise<void>
}

/** Changes the notes of incidents that are over, one after another: each is read from the history and written back. */
export class ClosedIncidentNotes {
  readonly #parts: ClosedNotesParts
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: ClosedNotesParts) {
    this.#parts = parts
  }

  /** @returns undefined where no closed incident has this id, or nothing becomes of it */
  change(id: string, change: NotesChange, now: number): Promise<Incident | undefined> {
    const changed = this.#last.then(() => this.#change(id, change, now))
    this.#last = changed.catch(() => {})
    return changed
  }

  async #change(id: string, change: NotesChange, now: number): Promise<Incident | undefined> {
    const { queries, commitDurably } = this.#parts
    // Else the history might not know yet that it is closed, and would learn afterwards that it is open.
    await commitDurably(NO_TRANSITION)
    const before = await queries.incident(id)
    const incident = before?.closedAt === undefined ? undefined : change(before)
    if (!incident) return undefined
    const events = [{ type: 'incident' as const, at: now, data: incident }]
    await commitDurably({ incidents: [incident], events })
    return incident
  }
}
