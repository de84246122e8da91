import type { Fault } from 'check-tcp'

/** What keeps a location from knowing, besides blindness: its name service, its machine, its policy. */
export const TROUBLES = ['dns', 'local', 'policy'] as const
export type Trouble = (typeof TROUBLES)[number]

export function troubleOf(fault: Fault | undefined): Trouble | undefined {
  return TROUBLES.find((trouble) => trouble === fault)
}

/** What keeps one check from knowing. */
export interface TroubleNote {
  readonly trouble: Trouble
  /** In words, where more is known than which trouble it is. */
  readonly because: string | undefined
  /** It may be that the location is cut off, so others are asked before anybody is told. */
  readonly mayBeBlind: boolean
  /** The monitor's count of events when the check was begun. */
  readonly begunAt: number
}

/** Which checks know nothing because of which trouble. */
export class Troubles {
  readonly #notes = new Map<Trouble, Map<string, TroubleNote>>(
    TROUBLES.map((each) => [each, new Map()]),
  )

  /** Notes what keeps `id` from knowing, if anything does. @returns the trouble that ended with it, if one did */
  note(id: string, note: TroubleNote | undefined): Trouble | undefined {
    let ended: Trouble | undefined
    for (const [trouble, notes] of this.#notes) {
      if (trouble === note?.trouble) notes.set(id, note)
      else if (notes.delete(id) && notes.size === 0) ended = trouble
    }
    return ended
  }

  isOver(trouble: Trouble): boolean {
    return this.#notes.get(trouble)?.size === 0
  }

  /** What was found in checks that were begun since then. */
  notesOf(trouble: Trouble, since: number): readonly (readonly [string, TroubleNote])[] {
    return [...(this.#notes.get(trouble) ?? [])].filter(([, { begunAt }]) => begunAt >= since)
  }
}
